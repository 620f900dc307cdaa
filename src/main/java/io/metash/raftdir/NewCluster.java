package io.metash.raftdir;

import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.U64;
import java.util.List;
import java.util.NavigableMap;

/**
 * The cluster that a store is built for, when it differs from that of the records (raft-dir-v004 §5.5).
 *
 * @param id the node that will use the store, u64, one of {@code nodes}
 * @param nodes all nodes by id in unsigned order; all are voters
 */
public record NewCluster(long id, NavigableMap<Long, Node> nodes) {
    /** Checks that the node is in its cluster. */
    public NewCluster {
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("node " + U64.text(id) + " is not among " + nodes.keySet());
        }
    }

    /** The membership of the cluster. */
    Membership membership() {
        return Membership.ofVoters(List.copyOf(nodes.keySet()));
    }
}
