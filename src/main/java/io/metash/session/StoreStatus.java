package io.metash.session;

import io.metash.client.ClusterInfo;
import io.metash.record.LogId;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of a store, without its keys. Numbers called u64 are longs read as unsigned.
 *
 * @param kind the kind of the store
 * @param place its location
 * @param raft the Raft state of the node
 * @param log its Raft log
 * @param snapshot its snapshot
 * @param state the state shown
 * @param counts key counts of that state
 * @param notes notes for the user, one sentence each
 * @param service the status reported by a running service; null for a store at rest
 * @param stopsNode why a node cannot start on the store; null when no reason was found
 */
public record StoreStatus(
        SessionKind kind,
        String place,
        Raft raft,
        Log log,
        Snapshot snapshot,
        State state,
        Counts counts,
        List<String> notes,
        @Nullable Service service,
        @Nullable String stopsNode) {
    /** An unknown number. */
    public static final long UNKNOWN = -1;

    /** Creates the status of a store at rest. */
    public StoreStatus(
            SessionKind kind,
            String place,
            Raft raft,
            Log log,
            Snapshot snapshot,
            State state,
            Counts counts,
            List<String> notes) {
        this(kind, place, raft, log, snapshot, state, counts, notes, null, null);
    }

    /** Returns this status with the reason why a node cannot start, or null. */
    StoreStatus stopping(@Nullable String why) {
        return new StoreStatus(kind, place, raft, log, snapshot, state, counts, notes, service, why);
    }

    /**
     * Creates the status of a running service; values that the service does not report are null or {@link #UNKNOWN}.
     */
    static StoreStatus ofService(String place, String protocol, ClusterInfo info, List<String> notes) {
        LogId applied = LogId.parse(info.lastApplied());
        LogId purged = LogId.parse(info.purged());
        LogId snapshot = LogId.parse(info.snapshotLastLogId());
        long first = 0;
        if (purged != null) {
            first = purged.index() + 1;
        }
        return new StoreStatus(
                SessionKind.ENDPOINT,
                place,
                new Raft(info.dataVersion(), info.id(), null, null, purged),
                new Log(null, null, Math.max(0, info.lastLogIndex() + 1 - first), 0, info.raftLogBytes()),
                new Snapshot(null, snapshot, info.snapshotKeyCount(), UNKNOWN),
                new State(
                        applied,
                        info.lastSeq(),
                        NodeText.membership(info.voters(), info.nonVoters()),
                        NodeText.nodes(Stream.concat(info.voters().stream(), info.nonVoters().stream())
                                .toList()),
                        List.of(),
                        null),
                new Counts(UNKNOWN, UNKNOWN, UNKNOWN),
                notes,
                new Service(protocol, info),
                null);
    }

    /**
     * The status of a running service.
     *
     * @param protocol the version reported in the handshake
     * @param info the reported status
     */
    public record Service(String protocol, ClusterInfo info) {}

    /**
     * The Raft state of a node.
     *
     * @param version the data version, such as {@code V004}
     * @param nodeId u64, or null when none is stored
     * @param vote its last vote, or null
     * @param committed the last log id known to be committed, or null
     * @param purged the last purged log id, or null
     */
    public record Raft(
            String version,
            @Nullable Long nodeId,
            @Nullable Vote vote,
            @Nullable LogId committed,
            @Nullable LogId purged) {}

    /**
     * A Raft log.
     *
     * @param first its first log id, or null when it is empty
     * @param last its last log id, or null when it is empty
     * @param entries the number of entries
     * @param uncommitted the number of entries after the last committed one, which are not applied
     * @param bytes its size on disk, or -1 when the store is not a directory
     */
    public record Log(@Nullable LogId first, @Nullable LogId last, long entries, long uncommitted, long bytes) {}

    /**
     * A snapshot.
     *
     * @param id its name without suffix, or null without a snapshot or directory
     * @param lastApplied the last log id in it, or null
     * @param keys the number of keys, including expired ones
     * @param bytes its size on disk, or -1 when the store is not a directory
     */
    public record Snapshot(@Nullable String id, @Nullable LogId lastApplied, long keys, long bytes) {}

    /**
     * The state shown.
     *
     * @param appliedThrough the last log id in it, or null
     * @param sequence the last assigned sequence number, u64
     * @param membership the membership
     * @param nodes the nodes' addresses by id
     * @param features the enabled features, ascending
     * @param nowMs the time for expiry in milliseconds since the epoch, u64; null when nothing is hidden
     */
    public record State(
            @Nullable LogId appliedThrough,
            long sequence,
            StoredMembership membership,
            NavigableMap<Long, Node> nodes,
            List<String> features,
            @Nullable Long nowMs) {}

    /**
     * Key counts.
     *
     * @param keys live keys; all counts of a running service are {@link #UNKNOWN}
     * @param expiring the number of live keys with an expiry
     * @param hidden expired keys, which are neither shown nor included in {@code keys}
     */
    public record Counts(long keys, long expiring, long hidden) {}
}
