package io.metash.testing;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.metash.wire.HandshakeResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node with the recorded answers of a real one, in which the leader is replaced. */
public final class RecordedNode implements AutoCloseable {
    /** The method names of the calls so far. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Exchange> byMethod = new HashMap<>();
    private final String leader;
    private final Server server;

    /** A node with these exchanges, one per method, that names this leader. */
    public RecordedNode(List<Exchange> exchanges, String leader) throws IOException {
        exchanges.forEach(exchange -> byMethod.put(exchange.method(), exchange));
        this.leader = leader;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .fallbackHandlerRegistry(new All())
                .build()
                .start();
    }

    /** The address. */
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    private Metadata metadata(Map<?, ?> recorded) {
        Metadata metadata = new Metadata();
        recorded.forEach((name, value) -> metadata.put(
                Metadata.Key.of((String) name, Metadata.ASCII_STRING_MARSHALLER),
                name.equals("x-databend-meta-leader-grpc-endpoint") ? leader : (String) value));
        return metadata;
    }

    private void answer(ServerCall<byte[], byte[]> call) {
        String method = call.getMethodDescriptor().getBareMethodName();
        asked.add(method);
        if (method.equals("Handshake") && !byMethod.containsKey(method)) {
            call.sendHeaders(new Metadata());
            call.sendMessage(HandshakeResponse.newBuilder()
                    .setProtocolVersion(260_312_005_000L)
                    .setPayload(com.google.protobuf.ByteString.copyFromUtf8("a token"))
                    .build()
                    .toByteArray());
            call.close(Status.OK, new Metadata());
            return;
        }
        Exchange exchange = byMethod.get(method);
        if (exchange == null) {
            call.close(Status.UNIMPLEMENTED, new Metadata());
            return;
        }
        if (exchange.status().equals("OK")) {
            call.sendHeaders(metadata(exchange.headers()));
            exchange.responses().forEach(call::sendMessage);
        }
        Status status = Status.fromCode(Status.Code.valueOf(exchange.status()));
        call.close(
                exchange.message().isEmpty() ? status : status.withDescription(exchange.message()),
                metadata(exchange.trailers()));
    }

    private final class All extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(RawCalls.RAW, RawCalls.RAW)
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, (call, headers) -> {
                call.request(1);
                return new ServerCall.Listener<byte[]>() {
                    private boolean answered;

                    @Override
                    public void onMessage(byte[] request) {
                        if (!answered) {
                            answered = true;
                            answer(call);
                        }
                    }
                };
            });
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
