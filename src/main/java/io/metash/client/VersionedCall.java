package io.metash.client;

import io.grpc.Status;
import io.metash.record.U64;
import java.util.function.Function;

/**
 * A call with a newer and an older form. A node that is not the leader refuses the newer form but forwards the older
 * one to the leader, so the older form is tried when the leader cannot be reached.
 */
final class VersionedCall<T> {
    private final long since;
    private final Function<Connection, T> newer;
    private final Function<Connection, T> older;
    private boolean sentToLeader;

    /**
     * Creates a call.
     *
     * @param since the first server version with the newer form
     */
    VersionedCall(long since, Function<Connection, T> newer, Function<Connection, T> older) {
        this.since = since;
        this.newer = newer;
        this.older = older;
    }

    /** Runs one of the two forms; on failure, the caller switches to the named leader and retries. */
    T on(Connection to) {
        if (U64.compare(to.serverVersion(), since) < 0) {
            return older.apply(to);
        }
        try {
            return newer.apply(to);
        } catch (CallException failed) {
            // Neither form was carried out, so even a write may be resent in the other form.
            boolean notLeader = failed.isNotLeader();
            boolean leaderUnknown = failed.leader() == null || sentToLeader;
            if (failed.status().getCode() == Status.Code.UNIMPLEMENTED || notLeader && leaderUnknown) {
                return older.apply(to);
            }
            sentToLeader |= notLeader;
            throw failed;
        }
    }
}
