package io.metash.command.backup;

import io.metash.backup.MembershipTrace;
import io.metash.backup.StreamFacts;
import io.metash.backup.Verdict;
import io.metash.backup.WriterTool;
import io.metash.catalog.view.CatalogReader;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.SessionStore;
import io.metash.command.option.RedactedPlace;
import io.metash.command.option.RedactionKey;
import io.metash.files.AtomicFile;
import io.metash.files.DeleteOnExit;
import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.ndjson.NdjsonSink;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Pump;
import io.metash.redact.RedactedSource;
import io.metash.report.HtmlPage;
import io.metash.report.MarkdownPage;
import io.metash.report.ReportBuilder;
import io.metash.report.StoreReport;
import io.metash.session.CacheDirectory;
import io.metash.session.ConnectOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: writes a one-page report about a store. */
@Command(
        name = "report",
        description = {
            "Writes a report on a store for a ticket or a hand-over: its identity, grade and age, cluster, databases,"
                    + " tables, users, sizes, changes over time, findings.",
            "--html writes one page that works without a network, on a phone and on paper. Without it the report is"
                    + " Markdown on standard output.",
            "A report never contains secrets. With --redact, names, hosts and paths are replaced by pseudonyms, as"
                    + " 'redact' does.",
            "",
            "Examples:",
            "  report backup.ndjson --html report.html",
            "  report /var/lib/databend/raft --redact --md"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final String REDACTED = "a redacted store";

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file or a session; default: the open session.")
    private @Nullable String word;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes an HTML page to this file.")
    private String html = "";

    @Option(names = "--md", description = "Prints Markdown; the default.")
    private boolean markdown;

    @Option(names = "--redact", description = "Replaces names, hosts, paths and free text by pseudonyms.")
    private boolean redact;

    @Mixin
    private RedactionKey key = new RedactionKey();

    public ReportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (markdown && !html.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "--html and --md are mutually exclusive")
                    .next("metash report PLACE --html FILE");
        }
        Place place = Place.shownAt(context, word).rereadable(context);
        if (!html.isEmpty()) {
            OutputGuard.of(context).reads(key.file()).reads(place.shown()).check(Path.of(html));
        }
        Diagnosis diagnosis = new Diagnosis();
        Verdict verdict = new StoreDoctor(context, diagnosis, Diagnosis.NAMED).examine(place);
        if (verdict == null) {
            Diagnosis.Advice first = diagnosis.urgentFirst().get(0);
            throw Failure.of(ExitStatus.DAMAGED, first.what())
                    .because(first.why())
                    .next(first.command());
        }
        write(redact ? redacted(place, verdict) : report(place, place.title(), verdict, diagnosis));
        return verdict.grade().status().code();
    }

    private StoreReport report(Place place, String shown, Verdict verdict, Diagnosis diagnosis) throws IOException {
        ProgressLine progress = new ProgressLine(context, "reading");
        ConnectOptions options = ConnectOptions.standard().watched(progress, context.cancel());
        try (Place.OpenPlace opened = place.open(options)) {
            MembershipTrace trace = ExplainMembershipCommand.trace(context, place, new ArrayList<>());
            CatalogReader reader = new CatalogReader(new SessionStore(opened.session(), context.cancel()));
            return new ReportBuilder(opened.session(), reader, context.cancel())
                    .build(shown, verdict, trace, remarks(diagnosis), System.currentTimeMillis(), WriterTool.name());
        } finally {
            progress.clear();
        }
    }

    private static List<StoreReport.Remark> remarks(Diagnosis diagnosis) {
        return diagnosis.urgentFirst().stream()
                .map(advice -> new StoreReport.Remark(
                        advice.urgent(), advice.what(), text(advice.why()), text(advice.command())))
                .toList();
    }

    private static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text;
    }

    /** The report on a redacted copy, with the grade of the store itself. */
    private StoreReport redacted(Place place, Verdict verdict) throws IOException {
        Path scratch = CacheDirectory.ofUser().scratch();
        Path copy = DeleteOnExit.create(() -> Files.createTempFile(scratch, "report-", ".ndjson"));
        try {
            try (RedactedSource source = RedactedPlace.open(context, place, key.pseudonyms());
                    OutputStream out = Files.newOutputStream(copy);
                    NdjsonSink sink = new NdjsonSink(out, false)) {
                new Pump(source, List.of(), sink, new ProgressLine(context, "redacting"), context.cancel()).run();
            }
            Place redacted = Place.ofFile(copy);
            Diagnosis diagnosis = new Diagnosis();
            Verdict of = new StoreDoctor(context, new Diagnosis(), Diagnosis.NAMED).examine(redacted);
            if (of != null) {
                diagnosis.add(REDACTED, of);
                new ReferenceDiagnosis(context, diagnosis, Diagnosis.NAMED).add(redacted);
            }
            if (verdict.grade().compareTo(Grade.CONSISTENT) > 0) {
                diagnosis.urgent("the original is " + verdict.grade().words(), null, null);
            }
            return report(redacted, REDACTED, graded(verdict, of), diagnosis);
        } finally {
            Files.deleteIfExists(copy);
            DeleteOnExit.remove(copy);
        }
    }

    /**
     * The grade of the original with the facts of the copy; the description of damage is omitted, since it names files and
     * keys.
     */
    private static Verdict graded(Verdict original, @Nullable Verdict copy) {
        String what = "the report on the original shows what is wrong";
        if (original.grade().compareTo(Grade.CONSISTENT) <= 0) {
            what = original.what();
        }
        StreamFacts facts = original.facts();
        if (copy != null) {
            facts = copy.facts();
        }
        return Verdict.of(original.grade(), REDACTED, what)
                .withRemedy(original.remedy(), null)
                .ofContent(facts, -1, null);
    }

    private void write(StoreReport report) throws IOException {
        if (html.isEmpty()) {
            context.io().out().print(MarkdownPage.of(report));
            context.io().out().flush();
            return;
        }
        try (AtomicFile target = AtomicFile.begin(Path.of(html), Disk.real())) {
            target.stream().write(HtmlPage.of(report).getBytes(StandardCharsets.UTF_8));
            target.commit();
        }
        context.io().err().println("report: " + Printable.text(html));
    }
}
