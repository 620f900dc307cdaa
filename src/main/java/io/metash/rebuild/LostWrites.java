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

/** What a store holds that a backup does not: the writes after the end of the backup. */
final class LostWrites {
    /** What a span is counted in, the longest first. */
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

    /** A sentence on what is lost when a backup replaces the store in a directory; empty when nothing is known to be. */
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
            // How far a damaged store went is not known, and no reason not to replace it.
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
                + " before the store that is there: at " + end + " of " + ReadableTime.minute(backup.lastTimeMs())
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
