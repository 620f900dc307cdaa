package io.metash.testing;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Raw calls of the meta service, which no client would send. */
public final class RawCalls implements AutoCloseable {
    private static final Metadata.Key<byte[]> TOKEN =
            Metadata.Key.of("auth-token-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ManagedChannel channel;

    /** Calls to a port on loopback. */
    public RawCalls(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(33_554_432)
                .build();
    }

    /** Messages as raw bytes. */
    static final MethodDescriptor.Marshaller<byte[]> RAW = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    };

    /** A call in progress. */
    public static final class Running {
        /** The messages received. */
        public final BlockingQueue<byte[]> responses = new LinkedBlockingQueue<>();
        /** Completed when the headers arrive. */
        public final CompletableFuture<Metadata> headers = new CompletableFuture<>();
        /** Completed when the call ends. */
        public final CompletableFuture<Status> status = new CompletableFuture<>();

        private ClientCall<byte[], byte[]> call;

        /** Ends the call. */
        public void cancel() {
            call.cancel("by the client", null);
        }

        /** Waits for the status. */
        public Status await() throws Exception {
            return status.get(20, TimeUnit.SECONDS);
        }
    }

    /** Starts a call. */
    public Running call(String method, byte[] tokenOrNull, List<byte[]> requests) {
        return begin(method, tokenOrNull, requests, 1_000_000);
    }

    /** Starts a call of which at most this number of answers is read. */
    public Running begin(String method, byte[] tokenOrNull, List<byte[]> requests, int answers) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.newBuilder(RAW, RAW)
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName("meta.MetaService/" + method)
                .build();
        Running running = new Running();
        Metadata metadata = new Metadata();
        if (tokenOrNull != null) {
            metadata.put(TOKEN, tokenOrNull);
        }
        running.call = channel.newCall(descriptor, CallOptions.DEFAULT);
        running.call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        running.headers.complete(headers);
                    }

                    @Override
                    public void onMessage(byte[] message) {
                        running.responses.add(message);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        running.headers.completeExceptionally(status.asRuntimeException());
                        running.status.complete(status);
                    }
                },
                metadata);
        if (answers > 0) {
            running.call.request(answers);
        }
        requests.forEach(running.call::sendMessage);
        running.call.halfClose();
        return running;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
