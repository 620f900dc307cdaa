package io.metash.command.backup;

import io.metash.backup.Shelf;
import io.metash.backup.ShelvedBackup;
import io.metash.backup.Verdict;
import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.command.option.TimeArguments;
import io.metash.integrity.Grade;
import io.metash.monitoring.RunMetrics;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Checks that each cluster of a shelf has a recent backup of sufficient grade; prints one line for each. */
final class ShelfCheck {
    private final CommandContext context;
    private final OutputOption output;
    private final String directory;
    private final @Nullable String cluster;
    private final Grade minGrade;

    /**
     * Creates a check.
     *
     * @param cluster the cluster to check, or null for all
     * @param minGrade the minimum grade, {@code proved} or {@code consistent}
     */
    ShelfCheck(
            CommandContext context, OutputOption output, String directory, @Nullable String cluster, String minGrade) {
        this.context = context;
        this.output = output;
        this.directory = directory;
        this.cluster = cluster;
        this.minGrade = grade(minGrade);
    }

    private static Grade grade(String word) {
        return switch (word) {
            case "proved" -> Grade.PROVED;
            case "consistent" -> Grade.CONSISTENT;
            default ->
                throw Failure.of(ExitStatus.USAGE, "--min-grade takes proved or consistent, not '" + word + "'")
                        .next("metash backups check DIR --min-grade proved");
        };
    }

    /**
     * The result for a cluster.
     *
     * @param cluster its name
     * @param good whether a backup is recent and good enough
     * @param best the newest backup that is good enough, or null
     * @param ageMs the age of that backup, milliseconds
     * @param words the text for the user
     */
    private record ClusterAge(String cluster, boolean good, @Nullable ShelvedBackup best, long ageMs, String words) {}

    /** Runs the check; returns status 0 or 1. */
    int run(String maxAge, RunMetrics metrics) throws IOException {
        long limitMs = TimeArguments.spanMs(maxAge);
        long nowMs = System.currentTimeMillis();
        Shelf shelf = Shelf.of(context.storage().directory(directory));
        Map<String, List<ShelvedBackup>> clusters = new LinkedHashMap<>();
        if (cluster != null) {
            clusters.put(cluster, new ArrayList<>());
        }
        for (ShelvedBackup backup : shelf.backups()) {
            if (cluster == null || cluster.equals(backup.cluster())) {
                clusters.computeIfAbsent(backup.cluster(), unknown -> new ArrayList<>())
                        .add(backup);
            }
        }
        List<ClusterAge> all = new ArrayList<>();
        for (Map.Entry<String, List<ShelvedBackup>> each : clusters.entrySet()) {
            all.add(check(each.getKey(), each.getValue(), limitMs, nowMs, metrics));
        }
        if (all.isEmpty()) {
            all.add(new ClusterAge("", false, null, 0, "there is no backup"));
        }
        return report(all);
    }

    private ClusterAge check(String name, List<ShelvedBackup> backups, long limitMs, long nowMs, RunMetrics metrics)
            throws IOException {
        List<String> worse = new ArrayList<>();
        for (ShelvedBackup backup : backups) {
            if (backup.inFuture(nowMs)) {
                worse.add(backup.file().name() + " is dated in the future");
                continue;
            }
            long ageMs = nowMs - backup.timeMs();
            if (ageMs > limitMs && !worse.isEmpty()) {
                break;
            }
            Verdict verdict = ShelfVerify.run(context, backup.file());
            metrics.putBackup(
                    name,
                    backup.timeMs(),
                    backup.bytes(),
                    verdict.facts().records(),
                    verdict.grade().points(),
                    nowMs);
            if (verdict.grade().compareTo(minGrade) <= 0) {
                return found(name, backup, ageMs, limitMs, worse);
            }
            worse.add(backup.file().name() + " is " + verdict.grade().words());
        }
        String why = "there is no backup";
        if (!backups.isEmpty()) {
            why = "no good backup within " + span(limitMs);
        }
        return new ClusterAge(name, false, null, 0, why + tail(worse));
    }

    private ClusterAge found(String name, ShelvedBackup backup, long ageMs, long limitMs, List<String> worse) {
        boolean recent = ageMs <= limitMs;
        String age = span(ageMs) + " old";
        if (!recent) {
            age += ", more than " + span(limitMs);
        }
        String words =
                "newest good backup is " + age + ": " + backup.file().name() + ", " + Units.bytes(backup.bytes());
        return new ClusterAge(name, recent, backup, ageMs, words + tail(worse));
    }

    private static String span(long ms) {
        return Units.span(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private static String tail(List<String> worse) {
        if (worse.isEmpty()) {
            return "";
        }
        return " (" + String.join("; ", worse) + ")";
    }

    private int report(List<ClusterAge> all) throws IOException {
        boolean good = all.stream().allMatch(ClusterAge::good);
        if (output.format(context) == OutputFormat.TABLE) {
            List<String> parts = new ArrayList<>();
            all.stream()
                    .filter(found -> good || !found.good())
                    .forEach(found -> parts.add(
                            (found.cluster().isEmpty() ? directory : found.cluster()) + ": " + found.words()));
            context.io().row("", Printable.text((good ? "OK " : "BAD ") + String.join("; ", parts)));
        } else {
            list(all);
        }
        if (good) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.NO.code();
    }

    private void list(List<ClusterAge> all) throws IOException {
        Listing list = output.open(
                context,
                Column.text("cluster"),
                Column.text("state"),
                Column.whole("file"),
                Column.number("age_s"),
                Column.text("why"));
        for (ClusterAge found : all) {
            String file = null;
            Long ageSeconds = null;
            if (found.best() != null) {
                file = found.best().file().toString();
                ageSeconds = found.ageMs() / 1000;
            }
            list.row(found.cluster(), found.good() ? "ok" : "bad", file, ageSeconds, found.words());
        }
        list.finish();
    }
}
