package io.metash.command.transfer;

import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.option.RedactedPlace;
import io.metash.command.option.RedactionKey;
import io.metash.ndjson.NdjsonSink;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.redact.RedactedSource;
import io.metash.redact.RedactionTally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redact}: writes an export that is safe to share. */
@Command(
        name = "redact",
        description = {
            "Writes an export of a store that is safe to share: names, hosts, paths and free text are replaced by"
                    + " pseudonyms, secrets are removed.",
            "Ids, sequence numbers, log positions, times and versions stay: the copy can be verified, imported and"
                    + " started. The same name gets the same pseudonym in all keys and values; in two runs only with the"
                    + " same --salt-file.",
            "Undecodable values are emptied or dropped, and counted at the end. Sizes, times and counts stay"
                    + " visible.",
            "",
            "Examples:",
            "  redact backup.ndjson --output shared.ndjson",
            "  redact /var/lib/databend/raft --salt-file salt.key --output again.ndjson"
        })
public final class RedactCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file or a session; default: the open session.")
    private @Nullable String place;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The output file; .gz and .zst are compressed. Default: standard output.")
    private String output = "";

    @Option(names = "--no-manifest", description = "Writes no FILE.manifest.")
    private boolean noManifest;

    @Mixin
    private RedactionKey key = new RedactionKey();

    public RedactCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Place from = Place.shownAt(context, place);
        from.past().ifPresent(state -> PastExportRun.requireKnown(context, state));
        if (output.isEmpty() && context.io().outTerminal()) {
            throw Failure.of(ExitStatus.USAGE, "an export is not printed on a terminal")
                    .next("metash redact PLACE --output FILE");
        }
        if (!output.isEmpty()) {
            OutputGuard guard = OutputGuard.of(context).reads(key.file());
            guard.reads(from.shown()).check(Path.of(output));
        }
        try (RedactedSource source = RedactedPlace.open(context, from, key.pseudonyms())) {
            if (output.isEmpty()) {
                print(source);
            } else {
                new FileExport(context, Path.of(output), !noManifest, false)
                        .run(source, "redacted", "a redacted copy", List::of);
            }
            report(source.tally());
        }
        return ExitStatus.OK.code();
    }

    private void print(RedactedSource source) throws IOException {
        ProgressLine progress = new ProgressLine(context, "redacting");
        progress.hideForData();
        try (NdjsonSink sink = new NdjsonSink(context.io().bulk(), false)) {
            ExportCopy.run(source, sink, progress, context.cancel());
            progress.clear();
            context.io().err().println("exported " + progress.summary(sink.bytes()) + " from a redacted copy");
        } finally {
            progress.clear();
        }
    }

    private void report(RedactionTally tally) {
        for (String line : tally.words()) {
            context.io().err().println("redact: " + Printable.text(line));
        }
        if (key.file().isEmpty()) {
            context.io()
                    .err()
                    .println("redact: the pseudonyms differ in each run; --salt-file FILE makes them reproducible");
        }
    }
}
