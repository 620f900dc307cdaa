package io.metash.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
import io.metash.wire.BasicAuth;
import io.metash.wire.ClientInfo;
import io.metash.wire.ClusterStatus;
import io.metash.wire.Empty;
import io.metash.wire.Event;
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
import io.metash.wire.Versions;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import io.metash.wire.WriteFate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Implements every call of the meta service (meta-service-api §3). Streams are written on the thread of their call,
 * at their reader's pace.
 */
final class MetaServiceCalls extends MetaServiceGrpc.MetaServiceImplBase {
    private static final int LINES_PER_CHUNK = 32;
    private static final int MOST_LINES_PER_CHUNK = 10_000;
    private static final int MOST_STREAMS = 1000;

    private final MetaStore store;
    private final Snapshots snapshots;
    private final Watchers watchers;
    private final ClusterView cluster;
    private final String token;
    private final Credentials credentials;
    private final LongSupplier clockMs;
    private final ExecutorService streams = new ThreadPoolExecutor(
            0, MOST_STREAMS, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("metash-service-stream"));
    /** Limits streams that load values, since a value may be as large as a message. */
    private final Semaphore turns = new Semaphore(2);
    /** A separate pool, since the common pool has few threads and a waiting caller may block the last one. */
    private final ExecutorService answers = Executors.newFixedThreadPool(2, daemon("metash-service-answer"));

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
        this.watchers = watchers;
        this.cluster = cluster;
        this.token = token;
        this.credentials = credentials;
        this.clockMs = clockMs;
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Runs a call; converts exceptions to its status. */
    private static void answer(StreamObserver<?> out, Work work) {
        try {
            work.run();
        } catch (Exception failed) {
            fail(out, status(failed));
        } catch (OutOfMemoryError exhausted) {
            fail(out, CallMemory.exhausted("the call", 0).withCause(exhausted).asRuntimeException());
        }
    }

    private static void fail(StreamObserver<?> out, StatusRuntimeException status) {
        try {
            out.onError(status);
        } catch (IllegalStateException over) {
            // The call has ended; its client no longer waits for an error.
        }
    }

    private interface StreamAnswer<T extends MessageLite> {
        void run(ResponseFlow<T> out) throws Exception;
    }

    /**
     * Runs a call with a stream of answers on its own thread. The call's thread must stay free: it receives the
     * notification that the connection accepts more.
     */
    private <T extends MessageLite> void stream(StreamObserver<T> observer, StreamAnswer<T> work) {
        ResponseFlow<T> out = new ResponseFlow<>(observer, turns);
        begin(observer, () -> {
            turns.acquireUninterruptibly();
            try {
                work.run(out);
            } finally {
                turns.release();
            }
        });
    }

    /** Runs the work of a stream on its own thread and keeps the call's memory until it is done. */
    private void begin(StreamObserver<?> observer, Work work) {
        CallMemory.Call memory = CallMemory.current();
        memory.retain();
        Runnable run = () -> {
            try {
                answer(observer, work);
            } finally {
                memory.release();
            }
        };
        try {
            streams.execute(Context.current().wrap(run));
        } catch (RejectedExecutionException tooMany) {
            memory.release();
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + MOST_STREAMS + " streams are open")
                    .withCause(tooMany)
                    .asRuntimeException());
        }
    }

    /** The token that clients send after the handshake. */
    String token() {
        return token;
    }

    /** Stops accepting calls. */
    void stop() {
        streams.shutdown();
        answers.shutdown();
    }

    private static StatusRuntimeException status(Throwable failed) {
        Throwable cause = failed;
        if (failed instanceof ExecutionException && failed.getCause() != null) {
            cause = failed.getCause();
        }
        if (cause instanceof StatusRuntimeException status) {
            return status;
        }
        if (cause instanceof MemoryExhausted exhausted) {
            return notCarriedOut(CallMemory.exhausted("the values that it reads", exhausted.bytes()));
        }
        if (cause instanceof OutOfMemoryError) {
            return CallMemory.exhausted("the call", 0).asRuntimeException();
        }
        if (cause instanceof IllegalStateException || cause instanceof IOException) {
            return Status.UNAVAILABLE
                    .withDescription("MetaNodeStopped; " + cause.getMessage())
                    .withCause(cause)
                    .asRuntimeException();
        }
        return Status.INTERNAL
                .withDescription(String.valueOf(cause.getMessage()))
                .withCause(cause)
                .asRuntimeException();
    }

    private static StatusRuntimeException notCarriedOut(Status status) {
        Metadata trailers = new Metadata();
        trailers.put(WriteFate.CARRIED_OUT, "false");
        return status.asRuntimeException(trailers);
    }

    private static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }

    @Override
    public StreamObserver<HandshakeRequest> handshake(StreamObserver<HandshakeResponse> out) {
        return new StreamObserver<>() {
            private boolean answered;

            @Override
            public void onNext(HandshakeRequest request) {
                if (!answered) {
                    answered = true;
                    answer(out, () -> shakeHands(request, out));
                }
            }

            @Override
            public void onError(Throwable gone) {
                answered = true;
            }

            @Override
            public void onCompleted() {
                if (!answered) {
                    answered = true;
                    out.onError(Status.INTERNAL
                            .withDescription("Error request next is None")
                            .asRuntimeException());
                }
            }
        };
    }

    private void shakeHands(HandshakeRequest request, StreamObserver<HandshakeResponse> out) {
        long version = request.getProtocolVersion();
        if (version != 0 && U64.compare(version, Versions.OLDEST_CLIENT) < 0) {
            throw invalid("meta-client protocol_version(" + Versions.text(version) + ") < metasrv min-compatible("
                    + Versions.text(Versions.OLDEST_CLIENT) + ")");
        }
        BasicAuth given;
        try {
            given = BasicAuth.parseFrom(request.getPayload());
        } catch (InvalidProtocolBufferException bad) {
            throw Status.INTERNAL
                    .withDescription("failed to decode Protobuf message: invalid varint")
                    .withCause(bad)
                    .asRuntimeException();
        }
        Optional<String> refusal = credentials.refusal(given.getUsername(), given.getPassword());
        if (refusal.isPresent()) {
            throw Status.UNAUTHENTICATED.withDescription(refusal.get()).asRuntimeException();
        }
        out.onNext(HandshakeResponse.newBuilder()
                .setProtocolVersion(Versions.OURS)
                .setPayload(com.google.protobuf.ByteString.copyFrom(token, StandardCharsets.UTF_8))
                .build());
        out.onCompleted();
    }

    @Override
    public void kvApi(RaftRequest request, StreamObserver<RaftReply> out) {
        answer(out, () -> {
            Cmd.UpsertKv upsert;
            try {
                upsert = RequestText.upsert(request.getData());
            } catch (RequestText.Malformed bad) {
                throw Status.INTERNAL.withDescription(bad.getMessage()).asRuntimeException();
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

    private static String text(SeqV value) {
        if (value == null) {
            return "null";
        }
        return JsonText.toString(Shapes.SEQ_V, value);
    }

    private <T> void propose(Cmd cmd, StreamObserver<T> out, Function<ApplyResult.Reply, T> message) {
        String refusal = ExpiryLimits.refusal(cmd);
        if (refusal != null) {
            throw invalid(refusal);
        }
        CallMemory.Call memory = CallMemory.current();
        memory.retain();
        CompletableFuture<ApplyResult> applied = store.propose(cmd, memory::reserve);
        Context context = Context.current();
        // Not on the writing thread, where encoding and sending answers would delay other writes.
        applied.whenCompleteAsync(
                (done, failed) -> context.run(() -> {
                    try {
                        answer(out, () -> {
                            if (failed != null) {
                                throw status(failed);
                            }
                            snapshots.due();
                            out.onNext(message.apply(done.reply()));
                            out.onCompleted();
                        });
                    } finally {
                        memory.release();
                    }
                }),
                answers);
    }

    @Override
    public void transaction(TxnRequest request, StreamObserver<TxnReply> out) {
        answer(out, () -> propose(RequestCommands.transaction(request), out, ApplyReplies::transaction));
    }

    @Override
    public void kvTransaction(KvTransactionRequest request, StreamObserver<KvTransactionReply> out) {
        answer(out, () -> propose(RequestCommands.kvTransaction(request), out, ApplyReplies::kvTransaction));
    }

    private ReadView reads() {
        return new ReadView(store.view(), clockMs.getAsLong());
    }

    @Override
    public void kvReadV1(RaftRequest request, StreamObserver<StreamItem> observer) {
        stream(observer, out -> {
            RequestText.ReadRequest read;
            try {
                read = RequestText.read(request.getData());
            } catch (RequestText.Malformed bad) {
                throw invalid(bad.getMessage());
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
        stream(observer, out -> {
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
        return new KeyValueStream(
                (ServerCallStreamObserver<StreamItem>) observer, this::reads, MetaServiceCalls::status);
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
        if (wanted == 0 || U64.compare(wanted, MOST_LINES_PER_CHUNK) > 0) {
            out.onError(invalid("chunk_size " + U64.text(wanted) + " is not within 1 and " + MOST_LINES_PER_CHUNK));
            return;
        }
        exportLines((int) wanted, out);
    }

    private record ExportAt(ServiceFacts facts, StoreRows.View view, Snapshot snapshot) {}

    private void exportLines(int linesPerChunk, StreamObserver<ExportedChunk> observer) {
        stream(observer, out -> {
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
                    if (bytes > EmbeddedService.MOST_MESSAGE_BYTES) {
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
        stream(observer, out -> {
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
    public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
        ServerCallStreamObserver<WatchResponse> out = (ServerCallStreamObserver<WatchResponse>) observer;
        Bytes from = WireValues.bytes(request.getKeyBytes());
        Bytes to;
        if (request.hasKeyEnd()) {
            to = WireValues.bytes(request.getKeyEndBytes());
        } else {
            to = null;
        }
        if (to != null && from.compareTo(to) >= 0) {
            out.onError(invalid("empty range"));
            return;
        }
        Watcher watcher = new Watcher(from, to, request.getFilterType(), request.getInitialFlush(), out);
        out.setOnReadyHandler(watcher::drain);
        out.setOnCancelHandler(() -> watchers.remove(watcher));
        begin(out, () -> {
            // On the writing thread: a change is either in the view or reported, never both.
            StoreRows.View view = store.between(() -> {
                        watchers.add(watcher);
                        if (request.getInitialFlush()) {
                            return store.view();
                        }
                        return null;
                    })
                    .get();
            CallInterceptor.headersNow();
            if (view != null) {
                flush(new ReadView(view, 0), from, to, watcher, out);
            }
        });
    }

    private static void flush(
            ReadView reads, Bytes from, Bytes to, Watcher watcher, ServerCallStreamObserver<WatchResponse> out)
            throws IOException {
        Bytes end = to;
        if (to == null) {
            end = Bytes.of(Arrays.copyOf(from.array(), from.length() + 1));
        }
        try (reads;
                KvCursor keys = reads.range(from, end)) {
            while (!watcher.ended() && keys.next()) {
                Event event = Event.newBuilder()
                        .setKeyBytes(WireValues.bytes(keys.key()))
                        .setCurrent(WireValues.value(keys.value()))
                        .build();
                if (!ready(watcher, out)) {
                    return;
                }
                watcher.first(WatchResponse.newBuilder()
                        .setEvent(event)
                        .setIsInitialization(true)
                        .build());
            }
        }
        watcher.flushed();
    }

    /** Waits until the reader accepts more; false when it has disconnected. */
    private static boolean ready(Watcher watcher, ServerCallStreamObserver<?> out) {
        while (!out.isReady()) {
            if (out.isCancelled() || watcher.ended()) {
                return false;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListReply> out) {
        answer(out, () -> {
            out.onNext(
                    MemberListReply.newBuilder().addAllData(cluster.members()).build());
            out.onCompleted();
        });
    }

    @Override
    public void getClusterStatus(Empty request, StreamObserver<ClusterStatus> out) {
        answer(out, () -> {
            out.onNext(cluster.status());
            out.onCompleted();
        });
    }

    @Override
    public void getClientInfo(Empty request, StreamObserver<ClientInfo> out) {
        answer(out, () -> {
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
