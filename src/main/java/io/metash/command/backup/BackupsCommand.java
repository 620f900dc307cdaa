package io.metash.command.backup;

import io.metash.backup.Shelf;
import io.metash.backup.ShelvedBackup;
import io.metash.backup.Verdict;
import io.metash.command.CommandContext;
import io.metash.command.SessionNotes;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.MetricsOption;
import io.metash.command.option.OutputOption;
import io.metash.integrity.Grade;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backups}: lists, checks and prunes the backups of a shelf. */
@Command(
        name = "backups",
        description = {
            "Lists the backups of a directory or object storage: cluster, age, size, grade, last log entry. Each is"
                    + " read completely and compared with its manifest; --quick reads only manifests and sizes, which"
                    + " finds no damage.",
            "'backups prune' removes old ones. For each cluster, one backup is kept for each of the last days and"
                    + " weeks that have one: the backup with the highest last log entry. The kept backups are read"
                    + " first; if one of them is damaged, nothing is removed. Backups that are unproved or dated in"
                    + " the future are neither"
                    + " counted nor removed.",
            "'backups check' is for monitoring: status 0 when each cluster has a recent backup that"
                    + " is proved, else 1, with the reason in one line.",
            "",
            "Examples:",
            "  backups backups",
            "  backups check backups --max-age 26h --cluster prod",
            "  backups backups --quick -o json",
            "  backups prune backups --keep-daily 7 --keep-weekly 4 --dry-run",
            "  backups prune s3://backups/prod --keep-daily 7 --keep-weekly 4 --yes-i-mean prod"
        })
public final class BackupsCommand implements Callable<Integer> {
    private static final String PRUNE = "prune";
    private static final String CHECK = "check";

    private final CommandContext context;

    @Parameters(
            arity = "0..2",
            paramLabel = "DIR|URL",
            description = "The directory or object storage (s3://BUCKET/PREFIX); default: the current directory."
                    + " 'prune' or 'check' may precede it.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--quick", description = "Reads only manifests and sizes.")
    private boolean quick;

    @Option(names = "--keep-daily", paramLabel = "N", description = "prune: keeps one export of each of N days.")
    private @Nullable Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "prune: keeps one export of each of N weeks.")
    private @Nullable Integer weekly;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            description = "check: the maximum age of the newest backup, such as 26h or 2d; default: 26h.")
    private String maxAge = "26h";

    @Option(names = "--cluster", paramLabel = "NAME", description = "check: only this cluster; default: all.")
    private @Nullable String cluster;

    @Option(
            names = "--min-grade",
            paramLabel = "GRADE",
            description = "check: proved, or consistent for backups without a manifest; default: proved.")
    private String minGrade = "proved";

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Option(names = "--yes-i-mean", paramLabel = "NAME", description = "The confirmation: the directory's name.")
    private @Nullable String yes;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public BackupsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        boolean prune = !words.isEmpty() && words.get(0).equals(PRUNE);
        boolean check = !words.isEmpty() && words.get(0).equals(CHECK);
        List<String> rest = words;
        if (prune || check) {
            rest = words.subList(1, words.size());
        }
        if (rest.size() > 1) {
            throw Failure.of(ExitStatus.USAGE, "one directory at a time").next("metash backups DIR");
        }
        String directory = ".";
        if (!rest.isEmpty()) {
            directory = rest.get(0);
        }
        if (check) {
            ShelfCheck age = new ShelfCheck(context, output, directory, cluster, minGrade);
            return metrics.measure(context, "backups check", found -> age.run(maxAge, found));
        }
        if (!prune) {
            if (daily != null || weekly != null || yes != null || dryRun.given()) {
                throw Failure.of(ExitStatus.USAGE, "these options belong to 'backups prune'")
                        .next("metash backups prune " + ShellWord.of(directory)
                                + " --keep-daily 7 --keep-weekly 4 --dry-run");
            }
            return list(directory);
        }
        if (daily == null && weekly == null) {
            throw Failure.of(ExitStatus.USAGE, "the number of backups to keep is missing")
                    .next("metash backups prune " + ShellWord.of(directory)
                            + " --keep-daily 7 --keep-weekly 4 --dry-run");
        }
        int days;
        if (daily == null) {
            days = 0;
        } else {
            days = daily;
        }
        int weeks;
        if (weekly == null) {
            weeks = 0;
        } else {
            weeks = weekly;
        }
        if (days < 0 || weeks < 0) {
            throw Failure.of(ExitStatus.USAGE, "the number of backups to keep must not be negative");
        }
        ShelfPrune run = new ShelfPrune(context, directory, yes, dryRun.given());
        return metrics.measure(context, "backups prune", found -> run.run(days, weeks, found));
    }

    private int list(String directory) throws IOException {
        Shelf shelf = Shelf.of(context.storage().directory(directory));
        Listing list = output.open(
                context,
                Column.whole("file"),
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
                worst = worst.or(gradeFromManifest(backup));
                if (backup.problem() != null) {
                    grade = gradeFromManifest(backup).words() + ": " + backup.problem();
                } else if (backup.fits()) {
                    grade = "not read; its manifest fits its size";
                } else {
                    grade = "not read; no manifest";
                }
            } else {
                Verdict verdict = ShelfVerify.run(context, backup.file());
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
        SessionNotes.print(context.io(), shelf.notes());
        if (list.rows() == 0) {
            SessionNotes.print(context.io(), List.of("there are no backups here; 'backup --to' makes the first one"));
        }
        if (worst.status() == ExitStatus.OK) {
            return status;
        }
        return worst.status().code();
    }

    private static Grade gradeFromManifest(ShelvedBackup backup) {
        if (backup.problem() == null) {
            return Grade.CONSISTENT;
        }
        if (backup.cut()) {
            return Grade.INCOMPLETE;
        }
        return Grade.DAMAGED;
    }

    private static String words(Verdict verdict) {
        String short_ = "consistent, unproved";
        if (verdict.grade() != Grade.CONSISTENT) {
            short_ = verdict.grade().words();
        }
        if (verdict.grade().compareTo(Grade.CONSISTENT) > 0) {
            return short_ + ": " + verdict.what();
        }
        return short_;
    }
}
