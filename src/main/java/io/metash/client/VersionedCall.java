package io.metash.client;

import io.grpc.Status;
import io.metash.record.U64;
import java.util.function.Function;

/**
 * A call that newer servers have and older ones do by another. The newer ones are refused by a node that does not lead, the
 * older ones are passed on to the leader by it; so where the leader cannot be found, the older call is made too.
 */
final class VersionedCall<T> {
    private final long since;
    private final Function<Connection, T> newer;
    private final Function<Connection, T> older;
    private boolean sentToLeader;

    /**
     * A call.
     *
     * @param since the first version of a server that has the newer call
     */
    VersionedCall(long since, Function<Connection, T> newer, Function<Connection, T> older) {
        this.since = since;
        this.newer = newer;
        this.older = older;
    }

    /** Runs one of the two calls; the caller switches to the leader named in a failure, and retries. */
    T on(Connection to) {
        if (U64.compare(to.serverVersion(), since) < 0) {
            return older.apply(to);
        }
        try {
            return newer.apply(to);
        } catch (CallException failed) {
            // Neither of the two was carried out: even a write may be sent in the other form.
            boolean notLeader = failed.isNotLeader();
            boolean leaderUnknown = failed.leaderOrNull() == null || sentToLeader;
            if (failed.status().getCode() == Status.Code.UNIMPLEMENTED || notLeader && leaderUnknown) {
                return older.apply(to);
            }
            sentToLeader |= notLeader;
            throw failed;
        }
    }
}
