package io.metash.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metash.wire.BasicAuth;
import io.metash.wire.ClusterStatus;
import io.metash.wire.Empty;
import io.metash.wire.ExportRequest;
import io.metash.wire.ExportedChunk;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.KeysCount;
import io.metash.wire.KeysLayoutRequest;
import io.metash.wire.KvGetManyRequest;
import io.metash.wire.KvListRequest;
import io.metash.wire.KvTransactionReply;
import io.metash.wire.KvTransactionRequest;
import io.metash.wire.MemberListReply;
import io.metash.wire.MemberListRequest;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnReply;
import io.metash.wire.TxnRequest;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A meta service with scripted answers that records requests. Other calls are UNIMPLEMENTED. */
public final class FakeService extends MetaServiceGrpc.MetaServiceImplBase implements AutoCloseable {
    private static final Metadata.Key<String> LEADER =
            Metadata.Key.of("x-databend-meta-leader-grpc-endpoint", Metadata.ASCII_STRING_MARSHALLER);

    /** The method names of the calls so far, without handshakes. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** The number of handshakes. */
    public final List<String> handshakes = new CopyOnWriteArrayList<>();

    private final long version;
    private final String user;
    private final Server server;
    /** Answers a transaction. */
    public BiConsumer<TxnRequest, StreamObserver<TxnReply>> onTransaction;
    /** Answers KvReadV1. */
    public BiConsumer<RaftRequest, StreamObserver<StreamItem>> onRead;
    /** Answers KvGetMany, given all keys; headers are sent before the first key. */
    public BiConsumer<List<String>, StreamObserver<StreamItem>> onGetMany;
    /** Answers KvList. */
    public BiConsumer<KvListRequest, StreamObserver<StreamItem>> onList;
    /** Answers KvTransaction. */
    public BiConsumer<KvTransactionRequest, StreamObserver<KvTransactionReply>> onBranches;
    /** Answers SnapshotKeysLayout. */
    public BiConsumer<KeysLayoutRequest, StreamObserver<KeysCount>> onLayout;
    /** Answers KvApi. */
    public BiConsumer<RaftRequest, StreamObserver<RaftReply>> onKvApi;
    /** Answers ExportV1. */
    public BiConsumer<ExportRequest, StreamObserver<ExportedChunk>> onExport;
    /** Answers a watch. */
    public BiConsumer<WatchRequest, StreamObserver<WatchResponse>> onWatch;
    /** Answers GetClusterStatus. */
    public BiConsumer<Empty, StreamObserver<ClusterStatus>> onStatus = (empty, answer) ->
            one(ClusterStatus.newBuilder().setState("Leader").setIsLeader(true).build(), answer);
    /** Answers MemberList. */
    public List<String> members = new ArrayList<>();

    /** A service of the newest version. */
    public FakeService() throws IOException {
        this(260304, 0, 0);
    }

    /** A service of this version. */
    public FakeService(long major, long minor, long patch) throws IOException {
        this(major * 1_000_000 + minor * 1_000 + patch, builder(), null);
    }

    /** A service of the newest version over TLS, with one user, as {@code name:password}. */
    public FakeService(Certificate own, String user) throws IOException {
        this(
                260_304_000,
                builder().useTransportSecurity(own.chain().toFile(), own.key().toFile()),
                user);
    }

    private FakeService(long version, NettyServerBuilder builder, String user) throws IOException {
        this.version = version;
        this.user = user;
        server = builder.addService(this).intercept(new Noting()).build().start();
    }

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .permitKeepAliveTime(1, java.util.concurrent.TimeUnit.SECONDS);
    }

    private boolean knows(HandshakeRequest request) {
        try {
            BasicAuth given = BasicAuth.parseFrom(request.getPayload());
            return user == null || user.equals(given.getUsername() + ":" + given.getPassword());
        } catch (InvalidProtocolBufferException notOurs) {
            return false;
        }
    }

    private final class Noting implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String name = call.getMethodDescriptor().getBareMethodName();
            (name.equals("Handshake") ? handshakes : asked).add(name);
            return Contexts.interceptCall(
                    Context.current(), new ForwardingServerCall.SimpleForwardingServerCall<>(call) {}, headers, next);
        }
    }

    /** The address. */
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Sends one answer and ends the call. */
    public static <A> void one(A answer, StreamObserver<A> to) {
        to.onNext(answer);
        to.onCompleted();
    }

    /** A status with a text. */
    public static StatusRuntimeException error(Status.Code code, String text) {
        return code.toStatus().withDescription(text).asRuntimeException();
    }

    /** The answer of a node that is not the leader; it may name the leader. */
    public static StatusRuntimeException notLeader(String leaderOrNull) {
        Metadata trailers = new Metadata();
        if (leaderOrNull != null) {
            trailers.put(LEADER, leaderOrNull);
        }
        return Status.UNAVAILABLE.withDescription("not leader").asRuntimeException(trailers);
    }

    @Override
    public StreamObserver<HandshakeRequest> handshake(StreamObserver<HandshakeResponse> to) {
        return new StreamObserver<>() {
            @Override
            public void onNext(HandshakeRequest request) {
                if (!knows(request)) {
                    to.onError(Status.UNAUTHENTICATED.asRuntimeException());
                    return;
                }
                to.onNext(HandshakeResponse.newBuilder()
                        .setProtocolVersion(version)
                        .setPayload(ByteString.copyFromUtf8("token"))
                        .build());
                to.onCompleted();
            }

            @Override
            public void onError(Throwable gone) {
                // Nothing to do.
            }

            @Override
            public void onCompleted() {
                // The call is answered.
            }
        };
    }

    private static <Q, A> void answer(BiConsumer<Q, StreamObserver<A>> with, Q request, StreamObserver<A> to) {
        if (with == null) {
            to.onError(Status.UNIMPLEMENTED.asRuntimeException());
        } else {
            with.accept(request, to);
        }
    }

    @Override
    public void transaction(TxnRequest request, StreamObserver<TxnReply> to) {
        answer(onTransaction, request, to);
    }

    @Override
    public void kvReadV1(RaftRequest request, StreamObserver<StreamItem> to) {
        answer(onRead, request, to);
    }

    @Override
    public void kvList(KvListRequest request, StreamObserver<StreamItem> to) {
        answer(onList, request, to);
    }

    @Override
    public StreamObserver<KvGetManyRequest> kvGetMany(StreamObserver<StreamItem> to) {
        List<String> keys = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(KvGetManyRequest request) {
                keys.add(request.getKey());
            }

            @Override
            public void onError(Throwable gone) {
                // Nothing to do.
            }

            @Override
            public void onCompleted() {
                answer(onGetMany, keys, to);
            }
        };
    }

    @Override
    public void kvTransaction(KvTransactionRequest request, StreamObserver<KvTransactionReply> to) {
        answer(onBranches, request, to);
    }

    @Override
    public void snapshotKeysLayout(KeysLayoutRequest request, StreamObserver<KeysCount> to) {
        answer(onLayout, request, to);
    }

    @Override
    public void kvApi(RaftRequest request, StreamObserver<RaftReply> to) {
        answer(onKvApi, request, to);
    }

    @Override
    public void exportV1(ExportRequest request, StreamObserver<ExportedChunk> to) {
        answer(onExport, request, to);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> to) {
        answer(onWatch, request, to);
    }

    @Override
    public void getClusterStatus(Empty request, StreamObserver<ClusterStatus> to) {
        answer(onStatus, request, to);
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListReply> to) {
        one(MemberListReply.newBuilder().addAllData(members).build(), to);
    }

    /** Closes without an answer. */
    public void die() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        die();
    }
}
