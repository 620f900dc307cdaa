package io.metash.session;

import io.metash.client.ClusterInfo;
import io.metash.record.LogId;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;

/**
 * The status of a store, without its keys. Numbers called u64 are longs read as unsigned.
 *
 * @param kind the kind of the store
 * @param place its location
 * @param raft the raft state of the node
 * @param log its raft log
 * @param snapshot its snapshot
 * @param state the state that is shown
 * @param counts numbers of keys in that state
 * @param notes remarks for the user, one sentence each
 * @param serviceOrNull the status reported by a running service; null for a store at rest
 * @param stopsNodeOrNull why a node cannot start on the store; null when nothing of that kind was found
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
        Service serviceOrNull,
        String stopsNodeOrNull) {
    /** An unknown number. */
    public static final long UNKNOWN = -1;

    /** A store at rest. */
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

    /** This status with the reason why a node cannot start, or null. */
    StoreStatus stopping(String whyOrNull) {
        return new StoreStatus(kind, place, raft, log, snapshot, state, counts, notes, serviceOrNull, whyOrNull);
    }

    /** A running service; what a service does not tell is null or {@link #UNKNOWN}. */
    static StoreStatus ofService(String place, String protocol, ClusterInfo info, List<String> notes) {
        LogId applied = LogId.parse(info.lastApplied());
        LogId purged = LogId.parse(info.purgedOrNull());
        LogId snapshot = LogId.parse(info.snapshotLastLogIdOrNull());
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
     * * A running service.
     *
     * @param protocol the version reported in the handshake
     * @param info what it said
     */
    public record Service(String protocol, ClusterInfo info) {}

    /**
     * The raft state of a node.
     *
     * @param version the data version, such as {@code V004}
     * @param nodeId u64, or null when none is stored
     * @param vote its last vote, or null
     * @param committed the last log id that it knew to be committed, or null
     * @param purged the last log id that it purged, or null
     */
    public record Raft(String version, Long nodeId, Vote vote, LogId committed, LogId purged) {}

    /**
     * * A raft log.
     *
     * @param first its first entry, or null when it is empty
     * @param last its last entry, or null when it is empty
     * @param entries how many entries it has
     * @param uncommitted the number of entries after the last committed one, which are not applied
     * @param bytes its size on disk, or -1 when the store is no directory
     */
    public record Log(LogId first, LogId last, long entries, long uncommitted, long bytes) {}

    /**
     * A snapshot.
     *
     * @param id its name without suffix, or null when there is none or the store is no directory
     * @param lastApplied the last log id in it, or null
     * @param keys how many keys it holds, expired ones included
     * @param bytes its size on disk, or -1 when the store is no directory
     */
    public record Snapshot(String id, LogId lastApplied, long keys, long bytes) {}

    /**
     * * The state that is shown.
     *
     * @param appliedThrough the last log id in it, or null
     * @param sequence the last assigned sequence number, u64
     * @param membership who belongs to the cluster
     * @param nodes where the nodes are reached, by id
     * @param features the switched-on features, ascending
     * @param nowMs the time that expiry is judged by, milliseconds since the epoch, u64; null: nothing is hidden
     */
    public record State(
            LogId appliedThrough,
            long sequence,
            StoredMembership membership,
            NavigableMap<Long, Node> nodes,
            List<String> features,
            Long nowMs) {}

    /**
     * Numbers of keys.
     *
     * @param keys live keys; all of these are {@link #UNKNOWN} of a running service
     * @param expiring how many of them will expire
     * @param hidden expired keys that are not shown and not counted above
     */
    public record Counts(long keys, long expiring, long hidden) {}
}
