package io.metash.raftdir;

import io.metash.record.Membership;
import io.metash.record.Node;
import java.util.List;
import java.util.NavigableMap;

/**
 * The cluster that a store is built for when it is not the one of the records (raft-dir-v004 §5.5).
 *
 * @param id the node that gets the store, u64, one of {@code nodes}
 * @param nodes all nodes by id in unsigned order; they all vote
 */
public record NewCluster(long id, NavigableMap<Long, Node> nodes) {
    /** Checks that the node belongs to its cluster. */
    public NewCluster {
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("node " + Long.toUnsignedString(id) + " is not among " + nodes.keySet());
        }
    }

    /** The membership of the cluster. */
    Membership membership() {
        return Membership.ofVoters(List.copyOf(nodes.keySet()));
    }
}
