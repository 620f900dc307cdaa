package io.metash.session;

import io.metash.record.LogId;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.List;
import java.util.NavigableMap;

/**
 * What a store is, beside its keys. Numbers called u64 are longs read without sign.
 *
 * @param kind what the store is kept in
 * @param place where it is
 * @param raft what the node that wrote it remembered
 * @param log its raft log
 * @param snapshot its snapshot
 * @param state the state that is shown
 * @param counts numbers of keys in that state
 * @param notes what a person should know, one sentence each
 */
public record StoreStatus(
        SessionKind kind,
        String place,
        Raft raft,
        Log log,
        Snapshot snapshot,
        State state,
        Counts counts,
        List<String> notes) {
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
     * A raft log.
     *
     * @param first its first entry, or null when it is empty
     * @param last its last entry, or null when it is empty
     * @param entries how many entries it has
     * @param uncommitted how many of them stand behind the last committed one and are not applied
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
     * The state that is shown.
     *
     * @param appliedThrough the last log id in it, or null
     * @param sequence the last sequence number given out, u64
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
     * @param keys live keys
     * @param expiring how many of them will expire
     * @param hidden expired keys that are not shown and not counted above
     */
    public record Counts(long keys, long expiring, long hidden) {}
}
