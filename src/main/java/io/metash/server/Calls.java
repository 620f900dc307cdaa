package io.metash.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What stands around every call: the token is looked at where a real server looks at it, and the response headers can be sent
 * before the first message. The clients of databend wait for the headers before they go on, and a watch may have nothing to
 * say for hours (meta-service-api, must-know 2).
 */
final class Calls implements ServerInterceptor {
    private static final Metadata.Key<byte[]> TOKEN =
            Metadata.Key.of("auth-token-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Context.Key<Early<?, ?>> CALL = Context.key("metash-call");
    private static final Set<String> WITHOUT_TOKEN = Set.of(
            "Handshake", "Export", "ExportV1", "SnapshotKeysLayout", "Watch", "GetClusterStatus", "GetClientInfo");

    private final String token;

    Calls(String token) {
        this.token = token;
    }

    /** Sends the headers of the present call, unless they are out. */
    static void headersNow() {
        CALL.get().now();
    }

    /** Where the present call comes from, as {@code ip:port}, IPv6 in brackets; null when that is not known. */
    static String peer() {
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
        return Contexts.interceptCall(Context.current().withValue(CALL, early), early, headers, next);
    }

    private String refusal(byte[] given) {
        if (given == null) {
            return "Error auth-token-bin is empty";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(given))
                    .toString();
            return text.equals(token)
                    ? null
                    : "token verify failed: "
                            + (text.chars().filter(c -> c == '.').count() == 2
                                    ? "Authentication tag didn't verify"
                                    : "JWT compact encoding error");
        } catch (CharacterCodingException notText) {
            return "Error auth-token-bin is empty";
        }
    }

    /** A call whose headers go out once, when somebody says so or with the first message. */
    private static final class Early<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
        private boolean sent;

        Early(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void now() {
            if (!sent) {
                sendHeaders(new Metadata());
            }
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!sent) {
                sent = true;
                super.sendHeaders(headers);
            }
        }
    }
}
