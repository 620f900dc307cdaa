package io.metash.client;

import io.grpc.MethodDescriptor;
import io.metash.ndjson.JsonOut;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.wire.ClusterStatus;
import io.metash.wire.Empty;
import io.metash.wire.ExportRequest;
import io.metash.wire.ExportedChunk;
import io.metash.wire.KeysCount;
import io.metash.wire.KeysLayoutRequest;
import io.metash.wire.KvGetManyRequest;
import io.metash.wire.KvListRequest;
import io.metash.wire.KvTransactionRequest;
import io.metash.wire.MemberListRequest;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnCondition;
import io.metash.wire.TxnDeleteRequest;
import io.metash.wire.TxnGetRequest;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnRequest;
import io.metash.wire.Versions;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of the meta service. {@link Cluster} decides on retries and endpoints. Thread-safe. */
public final class MetaClient implements Closeable {
    private final Cluster cluster;
    private final ClientOptions options;

    /**
     * Creates a client; it connects on the first call.
     *
     * @param endpoints addresses of nodes of one cluster, at least one
     * @param cancel supplies the cancellation token of the running command
     */
    public MetaClient(List<Address> endpoints, ClientOptions options, Supplier<Cancel> cancel) {
        this.cluster = new Cluster(endpoints, options, cancel);
        this.options = options;
    }

    /** Whether a failure means that no server answered at all. */
    public static boolean unreachable(Failure failure) {
        return failure.getCause() instanceof CallException call
                && call.neverConnected()
                && !CallErrors.isTls(call.status().getCause());
    }

    /** Addresses of the nodes, configured and discovered. */
    public List<Address> endpoints() {
        return cluster.endpoints();
    }

    /** The current endpoint. */
    public Address current() {
        return cluster.current();
    }

    /** The leader address that a node reported last, or null. */
    public String leaderNamed() {
        return cluster.leaderNamed();
    }

    /** Whether the last request reached a server. Sends no request. */
    public boolean connected() {
        return cluster.connected();
    }

    /** Connects if necessary and returns the server's version number. */
    public long serverVersion() {
        return cluster.reading(Connection::serverVersion);
    }

    /** The server's version in dotted form. */
    public String serverVersionText() {
        return Versions.text(serverVersion());
    }

    private static RaftRequest json(String variant, String field, Bytes key) {
        JsonOut out = new JsonOut(key.length() + 64);
        out.raw("{\"").raw(variant).raw("\":{\"").raw(field).raw("\":");
        out.utf8(key.array()).raw("}}");
        return RaftRequest.newBuilder().setData(out.toString()).build();
    }

    /** Returns the value of a key, or null. */
    public SeqV get(Bytes key) {
        return cluster.reading(to -> {
            if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
                RaftReply reply = cluster.one(to, MetaServiceGrpc.getKvApiMethod(), json("GetKV", "key", key));
                return LegacyReplies.value(reply, to.address());
            }
            StreamItem item = cluster.one(to, MetaServiceGrpc.getKvReadV1Method(), json("GetKV", "key", key));
            return value(item, key);
        });
    }

    private static SeqV value(StreamItem item, Bytes key) {
        Bytes answered = WireValues.bytes(item.getKeyBytes());
        // Servers of some releases omit the key.
        if (answered.length() > 0 && !answered.equals(key)) {
            throw new UnexpectedAnswer("it is for another key than requested");
        }
        if (item.hasValue()) {
            return WireValues.value(item.getValue());
        }
        return null;
    }

    /** Returns the values of keys in order, from one point in time; null for absent keys. */
    public List<SeqV> get(List<Bytes> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        VersionedCall<List<SeqV>> call =
                new VersionedCall<>(Versions.KV_LIST, to -> getMany(to, keys), to -> mget(to, keys));
        return cluster.reading(call::on);
    }

    private List<SeqV> getMany(Connection to, List<Bytes> keys) {
        try (ResponseStream<KvGetManyRequest, StreamItem> call = new ResponseStream<>(
                to.calls(),
                MetaServiceGrpc.getKvGetManyMethod(),
                options.deadlineMs(),
                cluster.cancel(),
                to.address(),
                "KvGetMany")) {
            for (Bytes key : keys) {
                call.send(KvGetManyRequest.newBuilder()
                        .setKeyBytes(WireValues.bytes(key))
                        .build());
            }
            call.endOfRequests();
            return values(call, keys, to);
        }
    }

    private List<SeqV> mget(Connection to, List<Bytes> keys) {
        if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
            return keys.stream().map(this::get).toList();
        }
        JsonOut out = new JsonOut(256);
        out.raw("{\"MGetKV\":{\"keys\":[");
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.utf8(keys.get(i).array());
        }
        RaftRequest request =
                RaftRequest.newBuilder().setData(out.raw("]}}").toString()).build();
        try (var call = cluster.stream(to, MetaServiceGrpc.getKvReadV1Method(), request)) {
            return values(call, keys, to);
        }
    }

    private static List<SeqV> values(ResponseStream<?, StreamItem> call, List<Bytes> keys, Connection from) {
        List<SeqV> values = new ArrayList<>();
        for (StreamItem item = call.next(); item != null; item = call.next()) {
            if (values.size() == keys.size()) {
                throw new UnexpectedAnswer("it has more values than requested keys");
            }
            values.add(value(item, keys.get(values.size())));
        }
        if (values.size() != keys.size()) {
            throw Failure.of(ExitStatus.INCOMPLETE, "the meta service did not answer for every key")
                    .at(from.address().toString())
                    .because(values.size() + " values for " + keys.size() + " keys.");
        }
        return values;
    }

    /**
     * Iterates over the live keys with a prefix, ascending by their bytes. A broken connection ends the iteration
     * with a failure; all keys before it are from one point in time.
     *
     * @param limit the maximum number of keys, or -1; a server without support for limits may send more
     */
    public KvCursor list(Bytes prefix, long limit) {
        UnsafeRequests.prefix(prefix);
        if (limit < 0) {
            return cluster.reading(to -> listAll(to, prefix));
        }
        KvListRequest request = KvListRequest.newBuilder()
                .setPrefixBytes(WireValues.bytes(prefix))
                .setLimit(limit)
                .build();
        VersionedCall<KvCursor> call = new VersionedCall<>(
                Versions.KV_LIST,
                to -> opened(cluster.stream(to, MetaServiceGrpc.getKvListMethod(), request), to, prefix),
                to -> listAll(to, prefix));
        return cluster.reading(call::on);
    }

    private KvCursor listAll(Connection to, Bytes prefix) {
        if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
            RaftReply reply = cluster.one(to, MetaServiceGrpc.getKvApiMethod(), json("ListKV", "prefix", prefix));
            return LegacyReplies.list(reply, to.address());
        }
        return opened(
                cluster.stream(to, MetaServiceGrpc.getKvReadV1Method(), json("ListKV", "prefix", prefix)), to, prefix);
    }

    /** Reads the first item at once, because a retry is cheap until then. */
    private static KvCursor opened(ResponseStream<?, StreamItem> call, Connection to, Bytes prefix) {
        return new KvListCursor(call, call.next(), to.address(), prefix);
    }

    /**
     * Sets a key like metactl.
     *
     * @param ttlMs the time to live in milliseconds, or null
     * @return the value before and the value after; either may be null
     */
    public TxnOutcome.Result upsert(Bytes key, Bytes value, @Nullable Long ttlMs) {
        return upsert(key, value, ttlMs, null);
    }

    /**
     * Sets a key, with an optional expiry.
     *
     * @param expireAtMs the expiry in milliseconds since the epoch, or null; a time to live takes
     *     precedence
     */
    public TxnOutcome.Result upsert(Bytes key, Bytes value, @Nullable Long ttlMs, @Nullable Long expireAtMs) {
        TxnPutRequest.Builder put = TxnPutRequest.newBuilder()
                .setKeyBytes(WireValues.bytes(key))
                .setValue(WireValues.bytes(value))
                .setPrevValue(true);
        if (ttlMs != null) {
            put.setTtlMs(ttlMs);
        }
        if (expireAtMs != null) {
            put.setExpireAt(expireAt(expireAtMs));
        }
        TxnRequest request = TxnRequest.newBuilder()
                .addCondition(TxnCondition.newBuilder()
                        .setKeyBytes(WireValues.bytes(key))
                        .setSeq(0)
                        .setExpected(TxnCondition.ConditionResult.GE))
                .addIfThen(TxnOp.newBuilder().setPut(put))
                .addElseThen(
                        TxnOp.newBuilder().setGet(TxnGetRequest.newBuilder().setKeyBytes(WireValues.bytes(key))))
                .build();
        return transaction(request, key).results().get(0);
    }

    /** Converts an expiry for the server: versions before 1.2.770 support seconds only. */
    private long expireAt(long ms) {
        UnsafeRequests.expireAt(ms);
        if (U64.compare(ms, KvMeta.LAST_SECOND) <= 0) {
            throw Failure.of(ExitStatus.USAGE, "this moment of expiry is before 1973")
                    .because("A server reads numbers up to " + KvMeta.LAST_SECOND + " as seconds.");
        }
        boolean millis = U64.compare(serverVersion(), Versions.EXPIRE_IN_MILLIS) >= 0;
        if (millis) {
            return ms;
        }
        return ms / 1000;
    }

    /** Deletes a key; the result states whether it existed. */
    public TxnOutcome.Result delete(Bytes key) {
        TxnRequest request = TxnRequest.newBuilder()
                .addIfThen(TxnOp.newBuilder()
                        .setDelete(TxnDeleteRequest.newBuilder()
                                .setKeyBytes(WireValues.bytes(key))
                                .setPrevValue(true)))
                .build();
        return transaction(request, key).results().get(0);
    }

    /** Runs a transaction. */
    public TxnOutcome transaction(Cmd.Transaction txn) {
        return transaction(TxnWire.request(txn), null);
    }

    /** Rejects a transaction that would harm or mislead a server, before connecting. */
    public static void refuse(Cmd.Transaction txn) {
        UnsafeRequests.transaction(TxnWire.request(txn));
    }

    /** Rejects a branch transaction that would harm or mislead a server, before connecting. */
    public static void refuse(Cmd.KvTransaction txn) {
        UnsafeRequests.transaction(BranchWire.older(BranchWire.request(txn)));
    }

    private TxnOutcome transaction(TxnRequest request, @Nullable Bytes onlyKey) {
        UnsafeRequests.transaction(request);
        return cluster.writing(to -> {
            TxnRequirements.check(request, to.address(), to.serverVersion());
            TxnOutcome outcome = TxnWire.outcome(cluster.one(to, MetaServiceGrpc.getTransactionMethod(), request));
            if (onlyKey != null) {
                checkOnly(outcome, onlyKey);
            }
            return outcome;
        });
    }

    /** Checks that one operation has one result with the same key. */
    private static void checkOnly(TxnOutcome outcome, Bytes key) {
        if (outcome.results().size() != 1) {
            throw new UnexpectedAnswer(outcome.results().size() + " results for one operation");
        }
        Bytes answered = outcome.results().get(0).key();
        if (answered.length() > 0 && !answered.equals(key)) {
            throw new UnexpectedAnswer("it names another key than the written one");
        }
    }

    /**
     * Runs a branch transaction. Servers with support log it in that form, which metactl and older servers cannot
     * read; older servers receive it as a transaction.
     */
    public TxnOutcome transaction(Cmd.KvTransaction txn) {
        KvTransactionRequest request = BranchWire.request(txn);
        TxnRequest older = BranchWire.older(request);
        UnsafeRequests.transaction(older);
        VersionedCall<TxnOutcome> call = new VersionedCall<>(
                Versions.KV_TRANSACTION,
                to -> BranchWire.outcome(cluster.one(to, MetaServiceGrpc.getKvTransactionMethod(), request)),
                to -> {
                    TxnRequirements.check(older, to.address(), to.serverVersion());
                    return BranchWire.outcome(cluster.one(to, MetaServiceGrpc.getTransactionMethod(), older));
                });
        return cluster.writing(call::on);
    }

    /** Whether the server logs branch transactions in their own form. */
    public boolean logsBranches() {
        return U64.compare(serverVersion(), Versions.KV_TRANSACTION) >= 0;
    }

    /** The user, TLS and deadlines. */
    public ClientOptions options() {
        return options;
    }

    /** Returns the current node's status of itself and its cluster. */
    public ClusterInfo status() {
        return status(options.deadlineMs());
    }

    /** Returns the status, with a timeout in milliseconds. */
    public ClusterInfo status(long deadlineMs) {
        return cluster.reading(to -> {
            try (var call = cluster.stream(
                    to, MetaServiceGrpc.getGetClusterStatusMethod(), Empty.getDefaultInstance(), deadlineMs)) {
                ClusterStatus status = call.next();
                if (status == null) {
                    throw new UnexpectedAnswer("the call ended well, without an answer");
                }
                call.next();
                return ClusterInfos.of(status);
            }
        });
    }

    /** Returns the advertised addresses of all nodes; empty text for a node without one. */
    public List<String> members() {
        return cluster.reading(
                to -> cluster
                        .one(to, MetaServiceGrpc.getMemberListMethod(), MemberListRequest.getDefaultInstance())
                        .getDataList()
                        .stream()
                        .toList());
    }

    /** Adds the advertised addresses of all nodes to the endpoints; does nothing when there are none. */
    public void discover() {
        for (String member : members()) {
            Address.named(member).ifPresent(cluster::learn);
        }
    }

    /**
     * Counts the keys of the server's last snapshot by directory.
     *
     * @param depth the maximum depth, or -1
     * @param to receives each directory with its number of keys, and the total last
     */
    public void keysLayout(int depth, BiConsumer<String, Long> to) {
        KeysLayoutRequest.Builder request = KeysLayoutRequest.newBuilder();
        if (depth >= 0) {
            request.setDepth(depth);
        }
        List<KeysCount> counts = cluster.reading(at -> {
            if (U64.compare(at.serverVersion(), Versions.KEYS_LAYOUT) < 0) {
                throw CallErrors.tooOld(at.address(), "a layout of its keys", Versions.KEYS_LAYOUT, at.serverVersion());
            }
            List<KeysCount> all = new ArrayList<>();
            try (var call = cluster.stream(at, MetaServiceGrpc.getSnapshotKeysLayoutMethod(), request.build())) {
                for (KeysCount count = call.next(); count != null; count = call.next()) {
                    all.add(count);
                }
            }
            return all;
        });
        counts.forEach(count -> to.accept(count.getPrefix(), count.getCount()));
    }

    /**
     * Watches a range of keys until it is closed.
     *
     * @param target the end of the range, exclusive; null for one key
     * @param initialFlush whether the existing keys come first
     */
    public Watch watch(Bytes from, @Nullable Bytes target, boolean initialFlush) {
        if (target != null && from.compareTo(target) >= 0) {
            throw Failure.of(ExitStatus.USAGE, "the range of keys is empty");
        }
        WatchRequest.Builder request =
                WatchRequest.newBuilder().setKeyBytes(WireValues.bytes(from)).setInitialFlush(initialFlush);
        if (target != null) {
            request.setKeyEndBytes(WireValues.bytes(target));
        }
        return cluster.reading(to -> {
            if (initialFlush && U64.compare(to.serverVersion(), Versions.INITIAL_FLUSH) < 0) {
                throw CallErrors.tooOld(
                        to.address(),
                        "a watch that starts with the existing keys",
                        Versions.INITIAL_FLUSH,
                        to.serverVersion());
            }
            ResponseStream<WatchRequest, WatchResponse> call = new ResponseStream<>(
                    to.calls(),
                    MetaServiceGrpc.getWatchMethod(),
                    0,
                    cluster.cancel(),
                    to.address(),
                    "Watch",
                    FlowWindow.WATCH);
            call.send(request.build());
            call.endOfRequests();
            return new Watch(call);
        });
    }

    /**
     * Exports the node as lines in chunks; fails when the connection breaks.
     *
     * @param chunkLines lines per message, 1 to 10 000
     */
    public ExportStream export(int chunkLines) {
        UnsafeRequests.chunkLines(chunkLines);
        return cluster.reading(to -> {
            ResponseStream<?, ExportedChunk> call;
            if (U64.compare(to.serverVersion(), Versions.EXPORT_V1) < 0) {
                call = cluster.stream(to, chunks(MetaServiceGrpc.getExportMethod()), Empty.getDefaultInstance());
            } else {
                ResponseStream<ExportRequest, ExportedChunk> chunks = new ResponseStream<>(
                        to.calls(),
                        chunks(MetaServiceGrpc.getExportV1Method()),
                        options.deadlineMs(),
                        cluster.cancel(),
                        to.address(),
                        "ExportV1",
                        FlowWindow.export(chunkLines));
                chunks.send(ExportRequest.newBuilder().setChunkSize(chunkLines).build());
                chunks.endOfRequests();
                call = chunks;
            }
            return ExportStream.begin(call);
        });
    }

    private static <Q> MethodDescriptor<Q, ExportedChunk> chunks(MethodDescriptor<Q, ExportedChunk> method) {
        return method.toBuilder(method.getRequestMarshaller(), new ChunkMarshaller())
                .build();
    }

    /**
     * Exports the node as records and checks each line. Starts with {@code chunkLines} lines per message, and
     * continues with fewer when a message is too large.
     *
     * @param chunkLines lines per message, 1 to 10 000
     */
    public ExportSource exportRecords(int chunkLines) {
        return new ExportSource(this, chunkLines);
    }

    /** Whether the server supports a number of lines per export message. */
    boolean exportsInChunks() {
        return U64.compare(serverVersion(), Versions.EXPORT_V1) >= 0;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
