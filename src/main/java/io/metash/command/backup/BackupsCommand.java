package io.metash.command.backup;

import io.metash.backup.FileVerify;
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
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.OutputOption;
import io.metash.integrity.Grade;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backups}: what lies on a shelf, and which of it may go. */
@Command(
        name = "backups",
        description = {
            "Lists the backups of a directory or object storage: cluster, age, size, grade, last log entry. Every one is read from end to end"
                    + " and compared with its manifest; --quick looks at manifests and sizes alone, which finds no damage.",
            "'backups prune' removes old ones. Of each cluster one backup of each of the last days and weeks that have one"
                    + " is kept: the one with the highest last log entry. These are read first, and when one of them"
                    + " does not hold, nothing is removed. What nothing proves, or is dated in the future, is neither"
                    + " counted nor removed.",
            "",
            "Examples:",
            "  backups backups",
            "  backups backups --quick -o json",
            "  backups prune backups --keep-daily 7 --keep-weekly 4 --dry-run",
            "  backups prune s3://backups/prod --keep-daily 7 --keep-weekly 4 --yes-i-mean prod"
        })
public final class BackupsCommand implements Callable<Integer> {
    private static final String PRUNE = "prune";

    private final CommandContext context;

    @Parameters(
            arity = "0..2",
            paramLabel = "DIR|URL",
            description =
                    "The directory or object storage (s3://BUCKET/PREFIX); the current directory when missing. The word 'prune' before it: old ones are removed.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--quick", description = "Reads no export: looks at manifests and sizes alone.")
    private boolean quick;

    @Option(names = "--keep-daily", paramLabel = "N", description = "prune: keeps one export of each of N days.")
    private Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "prune: keeps one export of each of N weeks.")
    private Integer weekly;

    @Option(names = "--yes-i-mean", paramLabel = "NAME", description = "The folder's name, as a confirmation.")
    private String yes;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    /** A list that sees this context. */
    public BackupsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        boolean prune = !words.isEmpty() && words.get(0).equals(PRUNE);
        List<String> rest = prune ? words.subList(1, words.size()) : words;
        if (rest.size() > 1) {
            throw Failure.of(ExitStatus.USAGE, "one folder at a time").next("backups DIR");
        }
        String folder = rest.isEmpty() ? "." : rest.get(0);
        if (!prune) {
            if (daily != null || weekly != null || yes != null || dryRun.asked()) {
                throw Failure.of(ExitStatus.USAGE, "these options belong to 'backups prune'")
                        .next("backups prune " + folder + " --keep-daily 7 --keep-weekly 4 --dry-run");
            }
            return list(folder);
        }
        if (daily == null && weekly == null) {
            throw Failure.of(ExitStatus.USAGE, "how many are to be kept is not said")
                    .next("backups prune " + folder + " --keep-daily 7 --keep-weekly 4 --dry-run");
        }
        int days = daily == null ? 0 : daily;
        int weeks = weekly == null ? 0 : weekly;
        if (days < 0 || weeks < 0) {
            throw Failure.of(ExitStatus.USAGE, "a number to keep cannot be below 0");
        }
        return prune(folder, days, weeks);
    }

    private int list(String folder) throws IOException {
        Shelf shelf = Shelf.of(context.storage().directory(folder));
        Listing list = output.open(
                context,
                Column.text("file"),
                Column.text("cluster"),
                Column.time("made_ms"),
                Column.text("age"),
                Column.bytes("bytes"),
                Column.text("grade"),
                Column.text("last_log"));
        Grade worst = Grade.PROVED;
        for (ShelvedBackup backup : shelf.backups()) {
            String grade;
            if (quick) {
                worst = worst.or(quickly(backup));
                grade = backup.problem() != null
                        ? quickly(backup).words() + ": " + backup.problem()
                        : backup.fits() ? "not read; its manifest fits its size" : "not read; no manifest";
            } else {
                Verdict verdict = verify(backup.file());
                worst = worst.or(verdict.grade());
                grade = words(verdict);
            }
            list.row(
                    backup.file().name(),
                    backup.cluster(),
                    backup.timeMs(),
                    Units.age(backup.timeMs(), System.currentTimeMillis()),
                    backup.bytes(),
                    grade,
                    backup.lastLog() == null ? null : backup.lastLog().toString());
        }
        int status = output.end(context, list, Units.count(list.rows(), "backup"));
        SessionNotes.print(context.io().err(), shelf.notes());
        return worst.status() == ExitStatus.OK ? status : worst.status().code();
    }

    private static Grade quickly(ShelvedBackup backup) {
        return backup.problem() == null
                ? Grade.CONSISTENT
                : backup.problem().startsWith("cut") ? Grade.INCOMPLETE : Grade.DAMAGED;
    }

    private static String words(Verdict verdict) {
        String short_ = verdict.grade() == Grade.CONSISTENT
                ? "consistent, unproved"
                : verdict.grade().words();
        return verdict.grade().compareTo(Grade.CONSISTENT) > 0 ? short_ + ": " + verdict.what() : short_;
    }

    private Verdict verify(StoredFile file) throws IOException {
        ProgressLine progress = new ProgressLine(context, "reading " + Printable.text(file.name()));
        try {
            return FileVerify.run(file, progress, context.cancel());
        } catch (Failure unreadable) {
            if (unreadable.status() != ExitStatus.VERSION) {
                throw unreadable;
            }
            return Verdict.unreadable(file, unreadable);
        } finally {
            progress.clear();
        }
    }

    private int prune(String folder, int days, int weeks) throws IOException {
        Shelf shelf = Shelf.of(context.storage().directory(folder));
        long nowMs = System.currentTimeMillis();
        Retention.Plan plan = new Retention(days, weeks, nowMs).plan(shelf.backups());
        String thing = Confirmation.nameOf(Path.of(folder));
        if (!dryRun.asked() && !plan.removed().isEmpty()) {
            Confirmation.check(context, thing, yes, null);
        }
        for (ShelvedBackup kept : plan.kept()) {
            context.io().err().println("keep    " + describe(kept));
        }
        for (ShelvedBackup left : plan.untouched()) {
            context.io().err().println("leave   " + describe(left) + ": " + Printable.text(reason(left, nowMs)));
        }
        SessionNotes.print(context.io().err(), plan.notes());
        if (!dryRun.asked()) {
            ShelfCleanup cleanup = shelf.cleanup();
            SessionNotes.print(context.io().err(), cleanup.run());
            SessionNotes.print(context.io().err(), cleanup.orphans());
        }
        if (plan.removed().isEmpty()) {
            context.io().err().println("nothing to remove");
            return ExitStatus.OK.code();
        }
        ActionPlan deeds = new ActionPlan();
        for (ShelvedBackup old : plan.removed()) {
            deeds.add("remove " + describe(old), () -> remove(shelf.store(), old));
        }
        // A dry run too: it ends as the real one would.
        proveKept(plan.kept());
        if (dryRun.asked()) {
            return deeds.run(context, true);
        }
        deeds.confirm(context, thing, yes, null);
        int status = deeds.run(context, false);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("removed", Integer.toString(plan.removed().size()));
        facts.put("kept", Integer.toString(plan.kept().size()));
        facts.put(
                "files",
                String.join(
                        " ",
                        plan.removed().stream()
                                .map(old ->
                                        old.file().name() + "=" + old.manifest().sha256())
                                .toList()));
        Audit.record(context, "backups prune", folder.toString(), facts);
        return status;
    }

    /** What stays must hold before anything else goes. */
    private void proveKept(List<ShelvedBackup> kept) throws IOException {
        for (ShelvedBackup backup : kept) {
            Verdict verdict = verify(backup.file());
            if (verdict.grade() != Grade.PROVED) {
                throw Failure.of(
                                verdict.grade().status() == ExitStatus.OK
                                        ? ExitStatus.INCOMPLETE
                                        : verdict.grade().status(),
                                "a backup that would be kept does not hold, so nothing was removed")
                        .at(backup.file().toString())
                        .because(verdict.grade().words() + ": " + verdict.what())
                        .next("move that file to another folder, then run the same command again");
            }
        }
    }

    private static String reason(ShelvedBackup left, long nowMs) {
        if (left.problem() != null) {
            return left.problem();
        }
        return left.inFuture(nowMs) ? "dated in the future" : "no manifest";
    }

    /** The file first: a manifest alone is harmless, a file alone would be unproved. */
    private static void remove(ObjectStore store, ShelvedBackup old) throws IOException {
        store.delete(old.file().name());
        store.delete(old.file().name() + Manifest.SUFFIX);
    }

    private static String describe(ShelvedBackup backup) {
        return Printable.text(backup.file().name()) + " (" + Units.moment(backup.timeMs()) + ", "
                + Units.bytes(backup.bytes()) + ")";
    }
}
