package io.metash.command.transfer;

import io.metash.client.ClusterInfo;
import io.metash.command.option.ServiceHandle;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.U64;
import java.util.List;

/** Describes an export of a running service: its last snapshot, and the later log entries. */
public final class ExportNotes {
    private ExportNotes() {}

    public static List<String> of(ServiceHandle service) {
        ClusterInfo info;
        try {
            info = service.info();
        } catch (Failure silent) {
            return List.of();
        }
        String log = "the log up to entry " + U64.text(info.lastLogIndex());
        if (info.snapshotLastLogId() == null) {
            return List.of("the node has no snapshot: the export holds " + log
                    + " but no separate keys; export --snapshot makes a snapshot first");
        }
        LogId snapshot = LogId.parse(info.snapshotLastLogId());
        if (snapshot != null && snapshot.index() == info.lastLogIndex()) {
            return List.of("the export shows the node's snapshot at " + snapshot + "; nothing was written after it");
        }
        return List.of("the export shows the node's last snapshot, at " + info.snapshotLastLogId() + ", and " + log
                + "; writes after the snapshot are only in the log; export --snapshot makes a new one first");
    }
}
