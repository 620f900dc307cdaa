package io.metash.command.backup;

import io.metash.client.Address;
import io.metash.client.ClusterInfo;
import io.metash.record.LogId;
import io.metash.record.U64;
import java.util.Locale;
import java.util.Optional;

/**
 * The status of a node of a cluster.
 *
 * @param address where it is reached
 * @param admin where its admin API is
 * @param info its answer; empty when there was none
 * @param problem why there was none, one sentence; empty when it answered
 */
record NodeAnswer(Address address, Address admin, Optional<ClusterInfo> info, String problem) {
    private static final String FOLLOWER = "Follower";

    /** A node that answered. */
    static NodeAnswer of(Address address, Address admin, ClusterInfo info) {
        return new NodeAnswer(address, admin, Optional.of(info), "");
    }

    /** A node that did not answer. */
    static NodeAnswer silent(Address address, Address admin, String problem) {
        return new NodeAnswer(address, admin, Optional.empty(), problem);
    }

    boolean answered() {
        return info.isPresent();
    }

    boolean follows() {
        return info.filter(each -> each.state().equals(FOLLOWER)).isPresent();
    }

    /** The index of the last entry that it applied, u64; 0 for none. */
    long applied() {
        LogId last = info.map(each -> LogId.parse(each.lastApplied())).orElse(null);
        if (last == null) {
            return 0;
        }
        return last.index();
    }

    /** The last entry in its snapshot, if it has one. */
    Optional<LogId> snapshot() {
        return info.map(each -> LogId.parse(each.snapshotLastLogIdOrNull()));
    }

    /** Its state in a message. */
    String state() {
        return info.map(each -> each.state().toLowerCase(Locale.ROOT)).orElse("silent");
    }

    /** What to call it: {@code node 2 at HOST:PORT}. */
    String shown() {
        return "node " + info.map(each -> U64.text(each.id())).orElse("?") + " at " + address;
    }
}
