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
}
