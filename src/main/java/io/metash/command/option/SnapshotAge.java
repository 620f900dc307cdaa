package io.metash.command.option;

import io.metash.client.AdminClient;
import io.metash.client.ClusterInfo;
import io.metash.client.MetaClient;
import io.metash.command.CommandContext;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.U64;

/** Reports the age of a running service's snapshot, and triggers new snapshots. */
public final class SnapshotAge {
    private static final long POLL_MS = 200;
    private static final long LIMIT_MS = 600_000;

    private SnapshotAge() {}

    /** Prints the age of the snapshot to stderr, for commands that show the last snapshot instead of the current keys. */
    public static void say(ClusterInfo info, CommandContext context) {
        LogId snapshot = LogId.parse(info.snapshotLastLogId());
        if (snapshot == null) {
            context.io().err().println("note: the node has no snapshot; trigger-snapshot --wait makes one");
            return;
        }
        long later = info.lastLogIndex() - snapshot.index();
        context.io()
                .err()
                .println("note: this is the snapshot at " + snapshot
                        + (later > 0 ? "; " + Units.count(later, "log entry") + " came after it" : ""));
    }

    /** Triggers a snapshot and waits until the node's snapshot includes all entries applied before the call. */
    public static ClusterInfo renew(MetaClient client, AdminClient admin, CommandContext context) {
        LogId wanted = LogId.parse(client.status().lastApplied());
        admin.triggerSnapshot();
        long endNs = System.nanoTime() + LIMIT_MS * 1_000_000;
        while (true) {
            ClusterInfo info = client.status();
            LogId snapshot = LogId.parse(info.snapshotLastLogId());
            if (wanted == null || snapshot != null && U64.compare(snapshot.index(), wanted.index()) >= 0) {
                return info;
            }
            if (System.nanoTime() - endNs > 0) {
                throw Failure.of(ExitStatus.UNREACHABLE, "no snapshot within " + LIMIT_MS / 60_000 + " min")
                        .at(client.current().toString())
                        .because("expected one at " + wanted + "; found "
                                + (snapshot == null ? "none" : "one at " + snapshot)
                                + ". The admin API " + admin.address() + " may be that of another node.")
                        .next("status");
            }
            context.cancel().pause(POLL_MS);
        }
    }
}
