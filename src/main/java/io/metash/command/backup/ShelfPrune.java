package io.metash.command.backup;

import io.metash.backup.Manifest;
import io.metash.backup.Retention;
import io.metash.backup.Shelf;
import io.metash.backup.ShelfCleanup;
import io.metash.backup.ShelvedBackup;
import io.metash.backup.Verdict;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.SessionNotes;
import io.metash.integrity.Grade;
import io.metash.monitoring.Metric;
import io.metash.monitoring.RunMetrics;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Removes old backups from a shelf after reading the remaining ones completely. */
final class ShelfPrune {
    private final CommandContext context;
    private final String directory;
    private final @Nullable String yes;
    private final boolean dryRun;

    /**
     * Creates a prune.
     *
     * @param yes the typed confirmation, or null
     */
    ShelfPrune(CommandContext context, String directory, @Nullable String yes, boolean dryRun) {
        this.context = context;
        this.directory = directory;
        this.yes = yes;
        this.dryRun = dryRun;
    }

    /** Keeps one backup for each of the given number of days and weeks; returns the exit status. */
    int run(int days, int weeks, RunMetrics metrics) throws IOException {
        Shelf shelf = Shelf.of(context.storage().directory(directory));
        long nowMs = System.currentTimeMillis();
        Retention.Plan plan = new Retention(days, weeks, nowMs).plan(shelf.backups());
        count(plan, metrics);
        String name = Confirmation.nameOf(Path.of(directory));
        if (!dryRun && !plan.removed().isEmpty()) {
            Confirmation.check(context, name, yes, null);
        }
        for (ShelvedBackup kept : plan.kept()) {
            context.io().err().println("keep    " + describe(kept));
        }
        for (ShelvedBackup left : plan.untouched()) {
            context.io().err().println("leave   " + describe(left) + ": " + Printable.text(reason(left, nowMs)));
        }
        SessionNotes.print(context.io(), plan.notes());
        if (plan.removed().isEmpty()) {
            context.io().err().println("nothing to remove");
            cleanUp(shelf);
            return ExitStatus.OK.code();
        }
        ActionPlan steps = new ActionPlan();
        for (ShelvedBackup old : plan.removed()) {
            steps.add("remove " + describe(old), () -> remove(shelf.store(), old));
        }
        // A dry run checks too, so that it ends with the same status as the real run.
        proveKept(plan.kept());
        if (dryRun) {
            return steps.run(context, true);
        }
        steps.confirm(context, name, yes, null);
        int status = steps.run(context, false);
        cleanUp(shelf);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("removed", Integer.toString(plan.removed().size()));
        facts.put("kept", Integer.toString(plan.kept().size()));
        facts.put(
                "files",
                String.join(" ", plan.removed().stream().map(ShelfPrune::hashed).toList()));
        Audit.record(context, "backups prune", directory, facts);
        return status;
    }

    private static String hashed(ShelvedBackup backup) {
        if (backup.manifest() == null) {
            return backup.file().name();
        }
        return backup.file().name() + "=" + backup.manifest().sha256();
    }

    /** Also removes leftovers of interrupted commands. */
    private void cleanUp(Shelf shelf) throws IOException {
        if (dryRun) {
            return;
        }
        ShelfCleanup cleanup = shelf.cleanup();
        SessionNotes.print(context.io(), cleanup.run());
        SessionNotes.print(context.io(), cleanup.orphans());
    }

    private void count(Retention.Plan plan, RunMetrics metrics) {
        Map<String, Long> kept = counts(plan.kept());
        Map<String, Long> removed = counts(plan.removed());
        kept.forEach((cluster, count) -> {
            metrics.put(cluster, Metric.KEPT, count);
            metrics.put(cluster, Metric.REMOVED, dryRun ? 0 : removed.getOrDefault(cluster, 0L));
        });
    }

    private static Map<String, Long> counts(List<ShelvedBackup> backups) {
        return backups.stream().collect(Collectors.groupingBy(ShelvedBackup::cluster, Collectors.counting()));
    }

    /** Checks that the remaining backups are intact before others are removed. */
    private void proveKept(List<ShelvedBackup> kept) throws IOException {
        for (ShelvedBackup backup : kept) {
            Verdict verdict = ShelfVerify.run(context, backup.file());
            if (verdict.grade() != Grade.PROVED) {
                throw Failure.of(
                                verdict.grade().status() == ExitStatus.OK
                                        ? ExitStatus.INCOMPLETE
                                        : verdict.grade().status(),
                                "a backup to keep is not intact, so nothing was removed")
                        .at(backup.file().toString())
                        .because(verdict.grade().words() + ": " + verdict.what())
                        .next("move that file to another directory, then run the same command again");
            }
        }
    }

    private static String reason(ShelvedBackup left, long nowMs) {
        if (left.problem() != null) {
            return left.problem();
        }
        if (left.inFuture(nowMs)) {
            return "dated in the future";
        }
        return "no manifest";
    }

    /** Removes the file first: a manifest alone is harmless, but a file alone would have no proof. */
    private static void remove(ObjectStore store, ShelvedBackup old) throws IOException {
        store.delete(old.file().name());
        store.delete(old.file().name() + Manifest.SUFFIX);
    }

    private static String describe(ShelvedBackup backup) {
        return Printable.text(backup.file().name()) + " (" + Units.timestamp(backup.timeMs()) + ", "
                + Units.bytes(backup.bytes()) + ")";
    }
}
