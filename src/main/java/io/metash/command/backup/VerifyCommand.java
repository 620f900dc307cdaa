package io.metash.command.backup;

import io.metash.backup.DirectoryVerify;
import io.metash.backup.FileVerify;
import io.metash.backup.Manifest;
import io.metash.backup.RecordKind;
import io.metash.backup.SessionVerify;
import io.metash.backup.StreamFacts;
import io.metash.backup.Verdict;
import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.option.MetricsOption;
import io.metash.command.option.OutputOption;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.monitoring.RunMetrics;
import io.metash.output.Column;
import io.metash.output.Failures;
import io.metash.output.ListCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.storage.StorageUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: checks whether a backup or a store is complete and intact. */
@Command(
        name = "verify",
        description = {
            "Checks a backup or a store and reports one of four grades:",
            "  proved: every byte is as exported, according to its manifest (status 0)",
            "  consistent, completeness unproved: no contradictions, but keys may be missing at its end (status 0,"
                    + " or 4 with --require-proof)",
            "  incomplete: something is missing (status 4)",
            "  damaged: something is wrong, at which byte and line (status 3)",
            "In a Raft directory, every checksum of the log and the snapshots is verified. Nothing is written.",
            "",
            "Examples:",
            "  verify backup.ndjson",
            "  verify --require-proof backup.ndjson",
            "  verify /var/lib/databend/raft"
        })
public final class VerifyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..*",
            paramLabel = "PLACE",
            description = "Export files, Raft directories, or names of open sessions. Default: the open session.")
    private List<String> places = new ArrayList<>();

    @Option(
            names = "--require-proof",
            description = "Ends with status 4 when completeness is unproved: for cron and scripts.")
    private boolean requireProof;

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public VerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return metrics.measure(context, "verify", this::run);
    }

    private int run(RunMetrics found) throws IOException {
        Listing list = null;
        if (output.format(context) != OutputFormat.TABLE) {
            list = listing();
        }
        Grade worst = Grade.PROVED;
        ExitStatus failed = null;
        for (String word : places.isEmpty() ? Collections.<String>singletonList(null) : withoutManifests()) {
            Verdict verdict;
            try {
                verdict = verify(Place.shownAt(context, word));
            } catch (Failure | IOException cannot) {
                if (places.size() < 2 || context.cancel().requested()) {
                    throw cannot;
                }
                Failure failure = Failures.of(cannot);
                Failures.render(
                        Advice.forContext(context, failure), context.io().err(), context.debug());
                if (failed == null) {
                    failed = failure.status();
                }
                continue;
            }
            worst = worst.or(verdict.grade());
            measure(verdict, found);
            if (list == null) {
                print(verdict);
            } else {
                row(list, verdict);
            }
        }
        if (list != null) {
            list.finish();
        }
        if (failed != null && worst.compareTo(Grade.CONSISTENT) <= 0) {
            return failed.code();
        }
        if (requireProof && worst == Grade.CONSISTENT) {
            context.io().err().println("proof is required, but there is none: status 4");
            return ExitStatus.INCOMPLETE.code();
        }
        return worst.status().code();
    }

    private static void measure(Verdict verdict, RunMetrics found) {
        Manifest manifest = verdict.manifest();
        String name = "";
        long madeAtMs = 0;
        if (manifest != null) {
            name = Objects.requireNonNullElse(manifest.source().cluster(), "");
            madeAtMs = manifest.madeAtMs();
        }
        found.putBackup(
                name,
                madeAtMs,
                verdict.bytes(),
                verdict.facts().records(),
                verdict.grade().points(),
                System.currentTimeMillis());
    }

    /** Replaces each manifest among the names, as in {@code backups/*}, by its backup file. */
    private Set<String> withoutManifests() {
        Set<String> words = new LinkedHashSet<>();
        for (String word : places) {
            boolean manifest = word.endsWith(Manifest.SUFFIX)
                    && (StorageUrl.looksLikeUrl(word) || Files.isRegularFile(Path.of(word)));
            words.add(manifest ? word.substring(0, word.length() - Manifest.SUFFIX.length()) : word);
        }
        return words;
    }

    private Verdict verify(Place place) throws IOException {
        ProgressLine progress = new ProgressLine(context, "verifying");
        Verdict verdict;
        try {
            Optional<Path> directory = place.directory();
            if (place.session() != null) {
                verdict = ofSession(place, progress);
            } else if (directory.isPresent()) {
                verdict = DirectoryVerify.run(directory.get(), progress, context.cancel());
            } else {
                verdict = FileVerify.run(place.storedFile(), progress, context.cancel());
            }
        } finally {
            progress.clear();
        }
        context.io().err().println("read " + progress.summary() + " of " + Printable.text(place.title()));
        return verdict;
    }

    private Verdict ofSession(Place place, ProgressLine progress) throws IOException {
        try (Place.OpenPlace opened = place.open(ConnectOptions.standard().watched(progress, context.cancel()))) {
            return SessionVerify.run(opened.session(), progress, context.cancel());
        }
    }

    private void print(Verdict verdict) {
        Style style = Style.GOOD;
        if (verdict.grade().compareTo(Grade.CONSISTENT) > 0) {
            style = Style.BAD;
        }
        context.io()
                .row(
                        "",
                        Printable.text(verdict.place()) + ": "
                                + style.on(headline(verdict), context.io().colored()));
        line("what", verdict.what());
        line("why", verdict.why());
        if (verdict.next() != null) {
            context.io().commandRow(head("next"), Printable.command(Advice.forContext(context, verdict.next())));
        }
        if (verdict.manifest() != null) {
            line(
                    "made",
                    Units.timestamp(
                                    verdict.manifest().madeAtMs(),
                                    context.io().display().local()) + " by "
                            + verdict.manifest().tool() + " from "
                            + verdict.manifest().source().place());
        }
        line("holds", holds(verdict.facts()));
        line("sha256", verdict.sha256());
        for (Finding finding : verdict.findings()) {
            String bad = "";
            if (finding.grade() != Grade.CONSISTENT) {
                bad = finding.grade().words() + ": ";
            }
            String why = "";
            if (finding.why() != null) {
                why = "; " + finding.why();
            }
            line("found", bad + finding.what() + where(finding.byteAt(), finding.line()) + why);
        }
    }

    /** The grade, with the location of any damage. */
    static String headline(Verdict verdict) {
        return verdict.grade().words() + where(verdict.byteAt(), verdict.line());
    }

    private static String where(long byteAt, long line) {
        String at = "";
        if (byteAt >= 0) {
            at = " at byte " + byteAt;
        }
        String mark = at.isEmpty() ? " at" : ",";
        return line <= 0 ? at : at + mark + " line " + line;
    }

    private static String head(String label) {
        return String.format(Locale.ROOT, "  %-6s  ", label);
    }

    private void line(String label, @Nullable String text) {
        if (text != null) {
            context.io().row(head(label), Printable.text(text));
        }
    }

    /** A summary of the contents on one line; null without records. */
    static @Nullable String holds(StreamFacts facts) {
        if (facts.records() == 0) {
            return null;
        }
        String log = "no log entries";
        if (facts.firstLog() != null) {
            log = Units.count(facts.records(RecordKind.LOG), "log entry") + " (" + facts.firstLog() + " to "
                    + facts.lastLog() + ")";
        }
        String state;
        if (facts.lastApplied() == null && facts.records(RecordKind.SEQUENCES) == 0) {
            state = "no state machine";
        } else {
            state = Units.count(facts.records(RecordKind.KV), "key") + " as of "
                    + Objects.requireNonNullElse(facts.lastApplied(), "no entry");
        }
        String nodes = "";
        if (!facts.nodes().isEmpty()) {
            nodes = "; nodes "
                    + facts.nodes().entrySet().stream()
                            .map(node -> U64.text(node.getKey()) + "="
                                    + node.getValue().endpoint().addr() + ":"
                                    + node.getValue().endpoint().port())
                            .collect(Collectors.joining(" "));
        }
        return log + "; " + state + nodes;
    }

    private Listing listing() {
        return output.open(
                context,
                Column.text("place"),
                Column.text("grade"),
                Column.number("status"),
                Column.id("byte"),
                Column.id("line"),
                Column.text("what"),
                Column.text("why"),
                Column.text("next"),
                Column.number("records"),
                Column.number("keys"),
                Column.text("last_log"),
                Column.text("last_applied"),
                Column.text("sha256"),
                Column.text("findings"));
    }

    private static void row(Listing list, Verdict verdict) throws IOException {
        StreamFacts facts = verdict.facts();
        Long byteAt = verdict.byteAt() < 0 ? null : (Long) verdict.byteAt();
        Long line = verdict.line() <= 0 ? null : (Long) verdict.line();
        String lastLog = facts.lastLog() == null ? null : facts.lastLog().toString();
        String lastApplied =
                facts.lastApplied() == null ? null : facts.lastApplied().toString();
        list.row(
                verdict.place(),
                verdict.grade().name().toLowerCase(Locale.ROOT),
                (long) verdict.grade().status().code(),
                byteAt,
                line,
                verdict.what(),
                verdict.why(),
                verdict.next(),
                facts.records(),
                facts.records(RecordKind.KV),
                lastLog,
                lastApplied,
                verdict.sha256(),
                new ListCell(verdict.findings().stream().map(Finding::what).toList(), "\n"));
    }
}
