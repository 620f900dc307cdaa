package io.metash.rebuild;

import io.metash.raftdir.RaftDir;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Entry;
import io.metash.record.Failure;
import io.metash.record.LogId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes in a store after the end of a backup. */
final class LostWrites {
    /** Units of a duration, longest first. */
    private enum Unit {
        DAY(TimeUnit.DAYS, "days"),
        HOUR(TimeUnit.HOURS, "hours"),
        MINUTE(TimeUnit.MINUTES, "minutes"),
        SECOND(TimeUnit.SECONDS, "seconds");

        private final long ms;
        private final String words;

        Unit(TimeUnit unit, String words) {
            this.ms = unit.toMillis(1);
            this.words = words;
        }
    }

    private LostWrites() {}

    /**
     * Describes in a sentence what is lost when a backup replaces a directory's store; empty when nothing is known to
     * be lost.
     */
    static Optional<String> of(BackupFacts backup, Path raftDir) throws IOException {
        if (LegacyDir.isAt(raftDir) || backup.lastTimeMs() == null) {
            return Optional.empty();
        }
        LogId last = null;
        Long lastMs = null;
        try (RaftDir dir = RaftDir.open(raftDir);
                EntryCursor entries = dir.log().entries()) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                last = entry.logId();
                if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                    lastMs = normal.timeMs();
                }
            }
        } catch (Failure damaged) {
            // The end of a damaged store is unknown, which is no reason to keep it.
            return Optional.empty();
        }
        if (lastMs == null || lastMs <= backup.lastTimeMs()) {
            return Optional.empty();
        }
        String end;
        if (backup.lastLog() == null) {
            end = backup.lastApplied();
        } else {
            end = backup.lastLog();
        }
        return Optional.of("the backup ends " + span(lastMs - backup.lastTimeMs())
                + " before the existing store: at " + end + " of " + ReadableTime.minute(backup.lastTimeMs())
                + " UTC"
                + ", the store at " + last + " of " + ReadableTime.minute(lastMs) + " UTC"
                + "; what was written in between will not be in the new store");
    }

    private static String span(long ms) {
        for (Unit unit : Unit.values()) {
            if (ms >= 2 * unit.ms) {
                return ms / unit.ms + " " + unit.words;
            }
        }
        return ms + " ms";
    }
}
