package io.metash.server;

import com.google.protobuf.MessageLite;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.metash.wire.WriteOutcome;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handles every call: verifies the token at the same point as a real server, and allows sending the response headers
 * before the first message. Databend's clients wait for the headers, and a watch may have no event for hours
 * (meta-service-api §0.2).
 */
final class CallInterceptor implements ServerInterceptor {
    private static final Metadata.Key<byte[]> TOKEN =
            Metadata.Key.of("auth-token-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Context.Key<Early<?, ?>> CALL = Context.key("metash-call");
    private static final Set<String> WRITES = Set.of("Transaction", "KvTransaction", "KvApi");
    private static final Set<String> WITHOUT_TOKEN = Set.of(
            "Handshake", "Export", "ExportV1", "SnapshotKeysLayout", "Watch", "GetClusterStatus", "GetClientInfo");

    private final String token;

    CallInterceptor(String token) {
        this.token = token;
    }

    /** Sends the headers of the current call, unless already sent. */
    static void headersNow() {
        CALL.get().now();
    }

    /** Returns the client's address of the current call as {@code ip:port}, IPv6 in brackets; null when unknown. */
    static @Nullable String peer() {
        SocketAddress address = CALL.get().getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (!(address instanceof InetSocketAddress inet)) {
            return null;
        }
        String host = inet.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!WITHOUT_TOKEN.contains(call.getMethodDescriptor().getBareMethodName())) {
            String refusal = refusal(headers.get(TOKEN));
            if (refusal != null) {
                call.close(Status.UNAUTHENTICATED.withDescription(refusal), new Metadata());
                return new ServerCall.Listener<>() {};
            }
        }
        Early<Q, A> early = new Early<>(call);
        CallMemory.current().onRefusal(early::refuse);
        return new SizeCheck<>(
                early, Contexts.interceptCall(Context.current().withValue(CALL, early), early, headers, next));
    }

    static Status tooLarge(String direction, long bytes) {
        return Status.OUT_OF_RANGE.withDescription("Error, " + direction + " message length too large: found " + bytes
                + " bytes, the limit is: " + EmbeddedService.MAX_MESSAGE_BYTES + " bytes");
    }

    private static int bytes(Object message) {
        if (message instanceof MessageLite wire) {
            return wire.getSerializedSize();
        }
        return 0;
    }

    /** Rejects requests that a real server would not accept. */
    private static final class SizeCheck<Q, A>
            extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, A> call;
        private boolean refused;

        SizeCheck(ServerCall<Q, A> call, ServerCall.Listener<Q> next) {
            super(next);
            this.call = call;
        }

        @Override
        public void onMessage(Q request) {
            if (bytes(request) > EmbeddedService.MAX_MESSAGE_BYTES) {
                refused = true;
                call.close(tooLarge("decoded", bytes(request)), new Metadata());
            } else if (!refused) {
                super.onMessage(request);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }

    /** Returns why a token is rejected, or null. */
    private @Nullable String refusal(byte @Nullable [] given) {
        if (given == null) {
            return "Error auth-token-bin is empty";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(given))
                    .toString();
            if (text.equals(token)) {
                return null;
            }
            return "token verify failed: "
                    + (text.chars().filter(c -> c == '.').count() == 2
                            ? "Authentication tag didn't verify"
                            : "JWT compact encoding error");
        } catch (CharacterCodingException notText) {
            return "Error auth-token-bin is empty";
        }
    }

    /**
     * A call that sends its headers once, on request or with the first message. An answer that is too large or does
     * not fit in memory ends the call with an error, although the operation was carried out (meta-service-api §0.14).
     */
    private static final class Early<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
        private final CallMemory.Call memory = CallMemory.current();
        private final boolean writes;
        private boolean sent;
        private boolean ended;

        Early(ServerCall<Q, A> call) {
            super(call);
            this.writes = WRITES.contains(call.getMethodDescriptor().getBareMethodName());
        }

        synchronized void now() {
            if (!sent && !ended) {
                sendHeaders(new Metadata());
            }
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!sent && !ended) {
                sent = true;
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A answer) {
            if (ended) {
                return;
            }
            int bytes = bytes(answer);
            if (bytes > EmbeddedService.MAX_MESSAGE_BYTES) {
                close(tooLarge("encoded", bytes), new Metadata());
            } else if (getMethodDescriptor().getType().serverSendsOneMessage() && !memory.reserve(bytes)) {
                Metadata trailers = new Metadata();
                if (writes) {
                    trailers.put(WriteOutcome.CARRIED_OUT, "true");
                }
                close(CallMemory.exhausted("the answer", bytes), trailers);
            } else {
                super.sendMessage(answer);
            }
        }

        /** Rejects the call before its request is handled. */
        void refuse(Status status) {
            Metadata trailers = new Metadata();
            trailers.put(WriteOutcome.CARRIED_OUT, "false");
            close(status, trailers);
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (ended) {
                return;
            }
            ended = true;
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && !trailers.containsKey(WriteOutcome.CARRIED_OUT)) {
                trailers.put(WriteOutcome.CARRIED_OUT, writes ? "unknown" : "false");
            }
            super.close(status, trailers);
        }
    }
}
