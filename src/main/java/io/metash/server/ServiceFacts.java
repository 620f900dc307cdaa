package io.metash.server;

import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of the service without keys and log, as of the last commit.
 *
 * @param nodeId the node's id, u64
 * @param vote its committed vote, since it is the leader; null before it leads
 * @param purged the last purged log id, or null
 * @param firstIndex the index of the first entry in the log, u64
 * @param last the last log id, also committed and applied, since there is only one voter; null in an empty store
 * @param sequence the last assigned sequence number, u64
 * @param membership the membership
 * @param nodes the nodes' addresses
 * @param features the enabled features
 * @param walBytes the size of the log in a Raft directory
 * @param cacheBytes the size of its entries there
 */
record ServiceFacts(
        long nodeId,
        @Nullable Vote vote,
        @Nullable LogId purged,
        long firstIndex,
        @Nullable LogId last,
        long sequence,
        StoredMembership membership,
        NavigableMap<Long, Node> nodes,
        List<String> features,
        long walBytes,
        long cacheBytes) {
    /** The facts of an empty store. */
    static final ServiceFacts NONE =
            new ServiceFacts(0, null, null, 0, null, 0, StoredMembership.none(), Membership.byId(), List.of(), 0, 0);

    /** The term of the vote; 0 before the node leads. */
    long term() {
        if (vote == null) {
            return 0;
        }
        return vote.leaderId().term();
    }

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
    ServiceFacts withLeader(long newNodeId, @Nullable Vote newVote, long moreWalBytes) {
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

    /** The index of the last log entry, or 0. */
    long lastIndex() {
        if (last == null) {
            return 0;
        }
        return last.index();
    }

    /** These facts after a purge up to a log id, null for none, with more bytes in the log. */
    ServiceFacts withPurged(@Nullable LogId upTo, @Nullable LogId newLast, long moreWalBytes) {
        return new ServiceFacts(
                nodeId,
                vote,
                upTo,
                upTo == null ? 0 : upTo.index() + 1,
                newLast,
                sequence,
                membership,
                nodes,
                features,
                walBytes + moreWalBytes,
                cacheBytes);
    }
}
