package io.metash.rebuild;

import io.metash.record.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Detects a store that holds more of the log than its replacement. */
final class NewerStore {
    private NewerStore() {}

    /** Compares the backup of a plan with the store that it replaces. */
    static Optional<String> words(RebuildPlan plan, PlannedNode node) throws IOException {
        Path directory = Path.of(node.directory());
        String last = plan.backup().lastLog();
        if (last == null) {
            last = plan.backup().lastApplied();
        }
        if (last == null || !Files.isDirectory(directory.resolve("df_meta"))) {
            return Optional.empty();
        }
        if (NodeState.of(directory, InitCluster.workspacePlan(plan.id(), node.id())) == NodeState.NEW) {
            return Optional.empty();
        }
        return words("the backup", LogId.parse(last), plan.backup().lastTimeMs(), directory);
    }

    /**
     * Compares the store that a rollback restores with the one that it moves aside. Entries without a time, such as
     * those that a new cluster starts with, do not count.
     */
    static Optional<String> wordsOfRollback(Path kept, Path raftDir) throws IOException {
        DirectoryProgress restored = DirectoryProgress.of(kept);
        Long lastTimeMs = DirectoryProgress.of(raftDir).lastTimeMs();
        if (restored.unreadable() != null || lastTimeMs != null && lastTimeMs.equals(restored.lastTimeMs())) {
            return Optional.empty();
        }
        return words("the kept store", restored.last(), restored.lastTimeMs(), raftDir);
    }

    /**
     * Compares the time of an import with the end of the store that it made: a rollback to a store in sled files, whose
     * log is not read, loses the entries since then.
     */
    static Optional<String> wordsSince(long madeAtMs, Path raftDir) throws IOException {
        Long lastTimeMs = DirectoryProgress.of(raftDir).lastTimeMs();
        if (lastTimeMs == null || lastTimeMs <= madeAtMs) {
            return Optional.empty();
        }
        return Optional.of("the sled store has no entries since the import, " + age(madeAtMs, lastTimeMs)
                + "the existing store in " + raftDir + " ends");
    }

    /**
     * Compares log ids.
     *
     * @param what the replacement's name in messages
     * @param last the replacement's last log id, or null
     * @param lastTimeMs the time of its last entry, or null
     * @return a clause for people; empty when the existing store ends no later or is unreadable
     */
    static Optional<String> words(String what, @Nullable LogId last, @Nullable Long lastTimeMs, Path raftDir)
            throws IOException {
        DirectoryProgress existing = DirectoryProgress.of(raftDir);
        if (existing.unreadable() != null
                || existing.last() == null
                || last != null && existing.last().compareTo(last) <= 0) {
            return Optional.empty();
        }
        String end = " has no log";
        if (last != null) {
            end = " ends at " + last;
        }
        return Optional.of(what + end + ", " + age(lastTimeMs, existing.lastTimeMs()) + "the existing store in "
                + raftDir + ", which ends at " + existing.last());
    }

    private static String age(@Nullable Long fromMs, @Nullable Long toMs) {
        if (fromMs == null || toMs == null || toMs <= fromMs) {
            return "before ";
        }
        Duration age = Duration.ofMillis(toMs - fromMs);
        if (age.toDays() > 0) {
            return count(age.toDays(), "day");
        }
        if (age.toHours() > 0) {
            return count(age.toHours(), "hour");
        }
        if (age.toMinutes() > 0) {
            return count(age.toMinutes(), "minute");
        }
        return count(Math.max(1, age.toSeconds()), "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " before ";
    }
}
