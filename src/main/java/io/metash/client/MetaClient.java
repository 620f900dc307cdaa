package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.wire.ClusterStatus;
import io.metash.wire.Empty;
import io.metash.wire.KeysCount;
import io.metash.wire.KeysLayoutRequest;
import io.metash.wire.MemberListRequest;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.Versions;
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
    private final KeyReads reads;
    private final KeyWrites writes;
    private final NodeStreams streams;

    /**
     * Creates a client; it connects on the first call.
     *
     * @param endpoints addresses of nodes of one cluster, at least one
     * @param cancel supplies the cancellation token of the running command
     */
    public MetaClient(List<Address> endpoints, ClientOptions options, Supplier<Cancel> cancel) {
        this.cluster = new Cluster(endpoints, options, cancel);
        this.options = options;
        this.reads = new KeyReads(cluster, options);
        this.writes = new KeyWrites(cluster);
        this.streams = new NodeStreams(cluster, options);
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
    public @Nullable String leaderNamed() {
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

    /** Returns the value of a key, or null. */
    public @Nullable SeqV get(Bytes key) {
        return reads.get(key);
    }

    /** Returns the values of keys in order, from one point in time; null for absent keys. */
    public List<@Nullable SeqV> get(List<Bytes> keys) {
        return reads.get(keys);
    }

    /**
     * Iterates over the live keys with a prefix, ascending by their bytes. A broken connection ends the iteration
     * with a failure; all keys before it are from one point in time.
     *
     * @param limit the maximum number of keys, or -1; a server without support for limits may send more
     */
    public KvCursor list(Bytes prefix, long limit) {
        return reads.list(prefix, limit);
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
        return writes.upsert(key, value, ttlMs, expireAtMs);
    }

    /** Deletes a key; the result states whether it existed. */
    public TxnOutcome.Result delete(Bytes key) {
        return writes.delete(key);
    }

    /** Runs a transaction. */
    public TxnOutcome transaction(Cmd.Transaction txn) {
        return writes.transaction(txn);
    }

    /**
     * Runs a branch transaction. Servers with support log it in that form, which metactl and older servers cannot
     * read; older servers receive it as a transaction.
     */
    public TxnOutcome transaction(Cmd.KvTransaction txn) {
        return writes.transaction(txn);
    }

    /** Rejects a transaction that would harm or mislead a server, before connecting. */
    public static void refuse(Cmd.Transaction txn) {
        UnsafeRequests.transaction(TxnWire.request(txn));
    }

    /** Rejects a branch transaction that would harm or mislead a server, before connecting. */
    public static void refuse(Cmd.KvTransaction txn) {
        UnsafeRequests.transaction(BranchWire.older(BranchWire.request(txn)));
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
        return streams.watch(from, target, initialFlush);
    }

    /**
     * Exports the node as lines in chunks; fails when the connection breaks.
     *
     * @param chunkLines lines per message, 1 to 10,000
     */
    public ExportStream export(int chunkLines) {
        return streams.export(chunkLines);
    }

    /**
     * Exports the node as records and checks each line. Starts with {@code chunkLines} lines per message, and
     * continues with fewer when a message is too large.
     *
     * @param chunkLines lines per message, 1 to 10,000
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
