package io.metash.client;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.wire.BasicAuth;
import io.metash.wire.GrpcSetup;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.Versions;
import io.metash.wire.WriteOutcome;
import java.io.Closeable;
import java.io.File;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection after its handshake: the channel, the server's version and the token for each call. */
final class Connection implements Closeable {
    /** Limit on the size of a message in bytes, in both directions (meta-service-api §2.4). */
    static final int MAX_MESSAGE_BYTES = 33_554_432;

    private static final long LONGEST_END_MS = 200;

    private static final Metadata.Key<byte[]> TOKEN =
            Metadata.Key.of("auth-token-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<String> LEADER =
            Metadata.Key.of("x-databend-meta-leader-grpc-endpoint", Metadata.ASCII_STRING_MARSHALLER);

    /**
     * Silences the library's log, since metash reports the same errors. A strong reference, since unreferenced
     * loggers lose their level.
     */
    private static final Logger SILENT = Logger.getLogger("io.grpc");

    static {
        SILENT.setLevel(Level.OFF);
    }

    private final Address address;
    private final ManagedChannel channel;
    private final Channel withToken;
    private final long serverVersion;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Connection(Address address, ManagedChannel channel, Channel withToken, long serverVersion) {
        this.address = address;
        this.channel = channel;
        this.withToken = withToken;
        this.serverVersion = serverVersion;
    }

    /**
     * Connects and performs the handshake.
     *
     * @param leader receives the leader's address whenever the server names it
     * @throws Failure when no server answers, or it denies access
     */
    static Connection open(Address address, ClientOptions options, Consumer<String> leader, Cancel cancel) {
        GrpcSetup.apply();
        ManagedChannel channel = channel(address, options);
        try {
            HandshakeResponse response = handshake(channel, address, options, cancel);
            if (response.getProtocolVersion() == 0) {
                throw CallErrors.version(address, "it gives no version, as servers before 1.2 did");
            }
            if (U64.compare(response.getProtocolVersion(), Versions.OLDEST_SERVER) < 0) {
                throw CallErrors.version(address, "its version is " + Versions.text(response.getProtocolVersion()));
            }
            byte[] token = response.getPayload().toByteArray();
            Channel withToken = ClientInterceptors.intercept(channel, new WithToken(token, leader));
            return new Connection(address, channel, withToken, response.getProtocolVersion());
        } catch (RuntimeException failed) {
            end(channel);
            throw failed;
        }
    }

    /** Shuts down a channel and releases the event loop; the sockets are closed on return, or after 200 ms. */
    static void end(ManagedChannel channel) {
        channel.shutdownNow();
        try {
            channel.awaitTermination(LONGEST_END_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ClientEventLoop.release();
    }

    private static HandshakeResponse handshake(
            ManagedChannel channel, Address address, ClientOptions options, Cancel cancel) {
        ByteString payload = BasicAuth.newBuilder()
                .setUsername(options.user())
                .setPassword(options.password())
                .build()
                .toByteString();
        HandshakeRequest request = HandshakeRequest.newBuilder()
                .setProtocolVersion(Versions.METASH)
                .setPayload(payload)
                .build();
        try (ResponseStream<HandshakeRequest, HandshakeResponse> call = new ResponseStream<>(
                channel,
                MetaServiceGrpc.getHandshakeMethod(),
                options.connectMs(),
                cancel,
                address,
                CallException.HANDSHAKE)) {
            call.send(request);
            call.endOfRequests();
            HandshakeResponse response = call.next();
            if (response == null) {
                throw CallErrors.of(
                        address, CallException.HANDSHAKE, Status.INTERNAL.withDescription("Server returned nothing"));
            }
            return response;
        }
    }

    static ManagedChannel channel(Address address, ClientOptions options) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(AddressResolver.target(address))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(options.connectMs(), 60_000))
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .disableRetry();
        if (options.tls() == null) {
            return build(builder.usePlaintext());
        }
        Tls tls = options.tls();
        try {
            SslContextBuilder context = GrpcSslContexts.forClient();
            if (tls.ca() != null) {
                File ca = tls.ca().toFile();
                context.trustManager(ca);
            }
            builder.sslContext(context.build());
        } catch (SSLException | IllegalArgumentException bad) {
            throw Failure.of(io.metash.record.ExitStatus.USAGE, "the certificates to trust cannot be read")
                    .at(String.valueOf(tls.ca()))
                    .because(CallErrors.reason(bad))
                    .causedBy(bad);
        }
        if (tls.domain() != null) {
            builder.overrideAuthority(tls.domain());
        }
        return build(builder);
    }

    private static ManagedChannel build(NettyChannelBuilder builder) {
        return builder.eventLoopGroup(ClientEventLoop.acquire())
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .executor(ClientThreads.all())
                .offloadExecutor(ClientThreads.all())
                .build();
    }

    Address address() {
        return address;
    }

    /** The server's version number, u64. */
    long serverVersion() {
        return serverVersion;
    }

    /** The channel for calls. */
    Channel calls() {
        return withToken;
    }

    /** Rejects new calls and lets calls in progress complete. */
    void retire() {
        channel.shutdown();
    }

    /** Whether all calls of a retired connection have completed. */
    boolean isEnded() {
        return channel.isTerminated();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end(channel);
        }
    }

    /** Returns the leader's address from a failed call's trailers, or null. */
    static @Nullable String leaderOf(@Nullable Metadata trailers) {
        if (trailers == null) {
            return null;
        }
        return trailers.get(LEADER);
    }

    /** Returns whether a failed write was carried out, if the service reports it. */
    static Optional<Boolean> carriedOut(@Nullable Metadata trailers) {
        String said = null;
        if (trailers != null) {
            said = trailers.get(WriteOutcome.CARRIED_OUT);
        }
        if ("true".equals(said) || "false".equals(said)) {
            return Optional.of(Boolean.valueOf(said));
        }
        return Optional.empty();
    }

    /** Adds the token to each call and reads the leader's address from each answer. */
    private record WithToken(byte[] token, Consumer<String> leader) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(TOKEN, token);
                    super.start(
                            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onHeaders(Metadata answer) {
                                    report(answer);
                                    super.onHeaders(answer);
                                }

                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    report(trailers);
                                    super.onClose(status, trailers);
                                }
                            },
                            headers);
                }
            };
        }

        private void report(Metadata metadata) {
            String named = leaderOf(metadata);
            if (named != null && !named.isEmpty()) {
                leader.accept(named);
            }
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return List.of(leader).hashCode();
        }

        @Override
        public String toString() {
            return "WithToken";
        }
    }
}
