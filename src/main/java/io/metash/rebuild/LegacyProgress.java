package io.metash.rebuild;

import io.metash.raftdir.legacy.Lifting;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.Vote;
import io.metash.session.CacheFolder;
import java.io.IOException;
import java.nio.file.Path;

/** How far a directory of V0 to V003 is, by its records. */
final class LegacyProgress {
    private Long nodeId;
    private Vote vote;
    private LogId last;
    private LogId committed;
    private LogId applied;
    private Membership inSnapshot = Membership.none();
    private Membership inLog;
    private LogId inLogAt;

    private LegacyProgress() {}

    static DirectoryProgress of(Path directory) throws IOException {
        LegacyProgress facts = new LegacyProgress();
        Lifting lifting = new Lifting(CacheFolder.ofUser().scratch(), Progress.NONE, new Cancel());
        try (StoredDirectory dir = StoredDirectory.open(directory, lifting);
                RecordSource records = dir.export()) {
            for (MetaRecord record = records.next(); record != null; record = records.next()) {
                facts.add(record);
            }
            return facts.standing(directory, dir.serverRunning());
        }
    }

    private void add(MetaRecord record) {
        if (record instanceof MetaRecord.NodeId id) {
            nodeId = id.id();
        } else if (record instanceof MetaRecord.Voted voted) {
            vote = voted.vote();
        } else if (record instanceof MetaRecord.Committed upTo) {
            committed = upTo.logId();
        } else if (record instanceof MetaRecord.Purged purged) {
            last = LogId.max(last, purged.logId());
        } else if (record instanceof MetaRecord.LastApplied snapshot) {
            applied = snapshot.logId();
        } else if (record instanceof MetaRecord.LastMembership membership) {
            inSnapshot = membership.membership().membership();
        } else if (record instanceof MetaRecord.Log log) {
            last = LogId.max(last, log.entry().logId());
            if (log.entry().payload() instanceof Entry.Members changed) {
                inLog = changed.membership();
                inLogAt = log.entry().logId();
            }
        }
    }

    private DirectoryProgress standing(Path directory, boolean running) {
        boolean logIsNewer = inLogAt != null && (applied == null || inLogAt.compareTo(applied) > 0);
        return new DirectoryProgress(
                directory,
                nodeId,
                vote,
                LogId.max(last, applied),
                LogId.max(committed, applied),
                applied,
                DirectoryProgress.voters(logIsNewer ? inLog : inSnapshot),
                running,
                null);
    }
}
