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
 * @param address the address of its gRPC API
 * @param admin the address of its admin API
 * @param info its answer; empty if it did not answer
 * @param problem the reason, one sentence, if it did not answer; else empty
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

    /** The index of the last applied entry, u64; 0 for none. */
    long applied() {
        LogId last = info.map(each -> LogId.parse(each.lastApplied())).orElse(null);
        if (last == null) {
            return 0;
        }
        return last.index();
    }

    /** The last log id in the node's snapshot, if there is a snapshot. */
    Optional<LogId> snapshot() {
        return info.map(each -> LogId.parse(each.snapshotLastLogId()));
    }

    /** Its state in a message. */
    String state() {
        return info.map(each -> each.state().toLowerCase(Locale.ROOT)).orElse("silent");
    }

    /** The name in messages: {@code node 2 at HOST:PORT}. */
    String shown() {
        return "node " + info.map(each -> U64.text(each.id())).orElse("?") + " at " + address;
    }
}
