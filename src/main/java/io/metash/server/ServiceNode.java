package io.metash.server;

import io.metash.record.Endpoint;

/**
 * The identity of a service's node.
 *
 * @param id its id
 * @param raft its Raft address, which it only advertises
 * @param registers whether each start logs its addresses, as the databend-meta program does
 */
public record ServiceNode(long id, Endpoint raft, boolean registers) {
    /** The node of a new store when none is named. */
    static ServiceNode unnamed(String raftHost, int raftPort) {
        return new ServiceNode(0, new Endpoint(raftHost, raftPort), false);
    }
}
