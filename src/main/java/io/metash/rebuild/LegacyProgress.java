package io.metash.rebuild;

import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.StoreFacts;
import io.metash.session.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Determines the progress of a V0 to V003 directory from its records. */
final class LegacyProgress {
    private final StoreFacts facts = new StoreFacts();
    private @Nullable Membership inLog;
    private @Nullable LogId inLogAt;

    private LegacyProgress() {}

    static DirectoryProgress of(Path directory) throws IOException {
        LegacyProgress progress = new LegacyProgress();
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), Progress.NONE, new Cancel());
        try (StoredDirectory dir = StoredDirectory.open(directory, lifting);
                RecordSource records = dir.export()) {
            for (MetaRecord record = records.next(); record != null; record = records.next()) {
                progress.add(record);
            }
            return progress.progress(directory, dir.serverRunning());
        }
    }

    private void add(MetaRecord record) {
        record.visit(facts);
        if (record instanceof MetaRecord.Log log && log.entry().payload() instanceof Entry.Members changed) {
            inLog = changed.membership();
            inLogAt = log.entry().logId();
        }
    }

    private DirectoryProgress progress(Path directory, boolean running) {
        LogId applied = facts.lastApplied();
        Membership members = inSnapshot();
        if (inLog != null && inLogAt != null && (applied == null || inLogAt.compareTo(applied) > 0)) {
            members = inLog;
        }
        return new DirectoryProgress(
                directory,
                facts.nodeId(),
                facts.vote(),
                LogId.max(LogId.max(facts.lastLog(), facts.purged()), applied),
                LogId.max(facts.committed(), applied),
                applied,
                DirectoryProgress.voters(members),
                running,
                null,
                null);
    }

    private Membership inSnapshot() {
        if (facts.membership() == null) {
            return Membership.none();
        }
        return facts.membership().membership();
    }
}
