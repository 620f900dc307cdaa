package io.metash.server;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metash.ndjson.JsonText;
import io.metash.raftdir.Snapshot;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.record.U64;
import io.metash.state.ApplyResult;
import io.metash.wire.ClientInfo;
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
import io.metash.wire.WireValues;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Implements every call of the meta service (meta-service-api §3). Streams are written on the thread of their call,
 * at their reader's pace.
 */
final class MetaServiceCalls extends MetaServiceGrpc.MetaServiceImplBase {
    private static final int LINES_PER_CHUNK = 32;
    private static final int MAX_LINES_PER_CHUNK = 10_000;

    private final MetaStore store;
    private final Snapshots snapshots;
    private final ClusterView cluster;
    private final CallThreads threads = new CallThreads();
    private final WatchCalls watches;
    private final String token;
    private final Credentials credentials;
    private final LongSupplier clockMs;

    MetaServiceCalls(
            MetaStore store,
            Snapshots snapshots,
            Watchers watchers,
            ClusterView cluster,
            String token,
            Credentials credentials,
            LongSupplier clockMs) {
        this.store = store;
        this.snapshots = snapshots;
        this.watches = new WatchCalls(store, watchers, threads);
        this.cluster = cluster;
        this.token = token;
        this.credentials = credentials;
        this.clockMs = clockMs;
    }

    /** The token that clients send after the handshake. */
    String token() {
        return token;
    }

    /** Stops accepting calls. */
    void stop() {
        threads.stop();
    }

    @Override
    public StreamObserver<HandshakeRequest> handshake(StreamObserver<HandshakeResponse> out) {
        return new Handshake(credentials, token, out);
    }

    @Override
    public void kvApi(RaftRequest request, StreamObserver<RaftReply> out) {
        CallThreads.answer(out, () -> {
            Cmd.UpsertKv upsert;
            try {
                upsert = RequestText.upsert(request.getData());
            } catch (RequestText.Malformed bad) {
                throw Status.INTERNAL.withDescription(bad.what()).asRuntimeException();
            }
            propose(upsert, out, reply -> {
                ApplyResult.Upserted done = (ApplyResult.Upserted) reply;
                return RaftReply.newBuilder()
                        .setData("{\"ident\":null,\"prev\":" + text(done.before()) + ",\"result\":" + text(done.after())
                                + "}")
                        .build();
            });
        });
    }

    private static String text(@Nullable SeqV value) {
        if (value == null) {
            return "null";
        }
        return JsonText.toString(Shapes.SEQ_V, value);
    }

    private <T> void propose(Cmd cmd, StreamObserver<T> out, Function<ApplyResult.Reply, T> message) {
        String refusal = ExpiryLimits.refusal(cmd);
        if (refusal != null) {
            throw CallStatus.invalid(refusal);
        }
        CallMemory.Call memory = CallMemory.current();
        memory.retain();
        CompletableFuture<ApplyResult> applied = store.propose(cmd, memory::reserve);
        threads.answerLater(out, applied, memory, done -> {
            snapshots.due();
            out.onNext(message.apply(done.reply()));
            out.onCompleted();
        });
    }

    @Override
    public void transaction(TxnRequest request, StreamObserver<TxnReply> out) {
        CallThreads.answer(out, () -> propose(RequestCommands.transaction(request), out, ApplyReplies::transaction));
    }

    @Override
    public void kvTransaction(KvTransactionRequest request, StreamObserver<KvTransactionReply> out) {
        CallThreads.answer(
                out, () -> propose(RequestCommands.kvTransaction(request), out, ApplyReplies::kvTransaction));
    }

    private ReadView reads() {
        return new ReadView(store.view(), clockMs.getAsLong());
    }

    @Override
    public void kvReadV1(RaftRequest request, StreamObserver<StreamItem> observer) {
        threads.stream(observer, out -> {
            RequestText.ReadRequest read;
            try {
                read = RequestText.read(request.getData());
            } catch (RequestText.Malformed bad) {
                throw CallStatus.invalid(bad.what());
            }
            try (ReadView reads = reads()) {
                CallInterceptor.headersNow();
                if (read instanceof RequestText.ListKv list) {
                    reads.list(list.prefix(), out::send);
                } else if (read instanceof RequestText.MGetKv many) {
                    for (Bytes key : many.keys()) {
                        if (!out.send(reads.get(key))) {
                            return;
                        }
                    }
                } else {
                    out.send(reads.get(((RequestText.GetKv) read).key()));
                }
            }
            out.end();
        });
    }

    @Override
    public void kvList(KvListRequest request, StreamObserver<StreamItem> observer) {
        threads.stream(observer, out -> {
            try (ReadView reads = reads()) {
                CallInterceptor.headersNow();
                if (!request.hasLimit() || request.getLimit() != 0) {
                    long[] left = {request.hasLimit() ? request.getLimit() : -1};
                    reads.list(WireValues.bytes(request.getPrefixBytes()), item -> out.send(item) && --left[0] != 0);
                }
            }
            out.end();
        });
    }

    @Override
    public StreamObserver<KvGetManyRequest> kvGetMany(StreamObserver<StreamItem> observer) {
        return new KeyValueStream((ServerCallStreamObserver<StreamItem>) observer, this::reads, CallStatus::of);
    }

    @Override
    public void export(Empty request, StreamObserver<ExportedChunk> out) {
        exportLines(LINES_PER_CHUNK, out);
    }

    @Override
    public void exportV1(ExportRequest request, StreamObserver<ExportedChunk> out) {
        long wanted = LINES_PER_CHUNK;
        if (request.hasChunkSize()) {
            wanted = request.getChunkSize();
        }
        if (wanted == 0 || U64.compare(wanted, MAX_LINES_PER_CHUNK) > 0) {
            out.onError(CallStatus.invalid(
                    "chunk_size " + U64.text(wanted) + " is not within 1 and " + MAX_LINES_PER_CHUNK));
            return;
        }
        exportLines((int) wanted, out);
    }

    private record ExportAt(ServiceFacts facts, StoreRows.View view, @Nullable Snapshot snapshot) {}

    private void exportLines(int linesPerChunk, StreamObserver<ExportedChunk> observer) {
        threads.stream(observer, out -> {
            // On the writing thread, so that nothing is purged between reading the log and opening the snapshot.
            ExportAt at = store.between(() -> new ExportAt(store.facts(), store.view(), snapshots.open()))
                    .get();
            try (ExportLines lines = new ExportLines(at.facts(), at.view(), at.snapshot())) {
                CallInterceptor.headersNow();
                ExportedChunk.Builder chunk = ExportedChunk.newBuilder();
                long bytes = 0;
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    chunk.addData(com.google.protobuf.UnsafeByteOperations.unsafeWrap(line));
                    bytes += line.length;
                    if (bytes > EmbeddedService.MAX_MESSAGE_BYTES) {
                        // Skip the rest of the chunk: the client receives none of it.
                        throw CallInterceptor.tooLarge("encoded", bytes).asRuntimeException();
                    }
                    if (chunk.getDataCount() == linesPerChunk) {
                        if (!out.send(chunk.build())) {
                            return;
                        }
                        chunk.clear();
                        bytes = 0;
                    }
                }
                if (chunk.getDataCount() > 0 && !out.send(chunk.build())) {
                    return;
                }
            }
            out.end();
        });
    }

    @Override
    public void snapshotKeysLayout(KeysLayoutRequest request, StreamObserver<KeysCount> observer) {
        threads.stream(observer, out -> {
            try (Snapshot snapshot = snapshots.open()) {
                CallInterceptor.headersNow();
                if (snapshot != null) {
                    try (KvCursor keys = snapshot.scan(Bytes.EMPTY, null)) {
                        new KeysLayout(request.hasDepth() ? request.getDepth() : -1, out::send).run(keys);
                    }
                }
            }
            out.end();
        });
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
        watches.start(request, (ServerCallStreamObserver<WatchResponse>) out);
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListReply> out) {
        CallThreads.answer(out, () -> {
            out.onNext(
                    MemberListReply.newBuilder().addAllData(cluster.members()).build());
            out.onCompleted();
        });
    }

    @Override
    public void getClusterStatus(Empty request, StreamObserver<ClusterStatus> out) {
        CallThreads.answer(out, () -> {
            out.onNext(cluster.status());
            out.onCompleted();
        });
    }

    @Override
    public void getClientInfo(Empty request, StreamObserver<ClientInfo> out) {
        CallThreads.answer(out, () -> {
            String peer = CallInterceptor.peer();
            if (peer == null) {
                throw Status.UNAVAILABLE
                        .withDescription("can not get client ip address")
                        .asRuntimeException();
            }
            out.onNext(ClientInfo.newBuilder()
                    .setClientAddr(peer)
                    .setServerTime(clockMs.getAsLong())
                    .build());
            out.onCompleted();
        });
    }
}
