package io.metash.server;

import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.List;
import java.util.NavigableMap;

/**
 * The state of the service without keys and log, as of the last commit.
 *
 * @param nodeId its id, u64
 * @param vote its vote, committed: it leads
 * @param purged the last log id that it purged, or null
 * @param firstIndex the index of the first entry in the log, u64
 * @param last the last log id; also committed and applied, since there is only one voter
 * @param sequence the last assigned sequence number, u64
 * @param membership who belongs to the cluster
 * @param nodes where the nodes are reached
 * @param features the enabled features
 * @param walBytes what the log would take on disk in a Raft directory
 * @param cacheBytes what its entries would take there
 */
record ServiceFacts(
        long nodeId,
        Vote vote,
        LogId purged,
        long firstIndex,
        LogId last,
        long sequence,
        StoredMembership membership,
        NavigableMap<Long, Node> nodes,
        List<String> features,
        long walBytes,
        long cacheBytes) {
    /** A store without anything in it. */
    static final ServiceFacts NONE =
            new ServiceFacts(0, null, null, 0, null, 0, StoredMembership.none(), Membership.byId(), List.of(), 0, 0);

    /** The index of the next entry. */
    long nextIndex() {
        if (last == null) {
            return 0;
        }
        return last.index() + 1;
    }

    /** These facts after an entry was appended, with more bytes in the log and its cache. */
    ServiceFacts withEntry(LogId entry, long moreWalBytes, long moreCacheBytes) {
        return new ServiceFacts(
                nodeId,
                vote,
                purged,
                last == null ? entry.index() : firstIndex,
                entry,
                sequence,
                membership,
                nodes,
                features,
                walBytes + moreWalBytes,
                cacheBytes + moreCacheBytes);
    }

    /** These facts with what the state machine holds now. */
    ServiceFacts withState(
            long newSequence,
            StoredMembership newMembership,
            NavigableMap<Long, Node> newNodes,
            List<String> newFeatures) {
        return new ServiceFacts(
                nodeId,
                vote,
                purged,
                firstIndex,
                last,
                newSequence,
                newMembership,
                newNodes,
                newFeatures,
                walBytes,
                cacheBytes);
    }

    /** These facts of a node that leads by a vote, with more bytes in the log. */
    ServiceFacts withLeader(long newNodeId, Vote newVote, long moreWalBytes) {
        return new ServiceFacts(
                newNodeId,
                newVote,
                purged,
                firstIndex,
                last,
                sequence,
                membership,
                nodes,
                features,
                walBytes + moreWalBytes,
                cacheBytes);
    }

    /** These facts after a purge up to a log id, null for none, with more bytes in the log. */
    ServiceFacts withPurged(LogId upToOrNull, LogId newLast, long moreWalBytes) {
        return new ServiceFacts(
                nodeId,
                vote,
                upToOrNull,
                upToOrNull == null ? 0 : upToOrNull.index() + 1,
                newLast,
                sequence,
                membership,
                nodes,
                features,
                walBytes + moreWalBytes,
                cacheBytes);
    }
}
