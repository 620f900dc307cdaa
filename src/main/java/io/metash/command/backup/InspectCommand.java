package io.metash.command.backup;

import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.LabelledLines;
import io.metash.output.ListCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.record.ExitStatus;
import io.metash.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect}: shows the data version of a store and the releases that can read it. */
@Command(
        name = "inspect",
        description = {
            "Shows the data version of a store, the Databend releases that wrote it, those that can start on it or"
                    + " import it today, which commands of metash accept it, and the releases needed to upgrade it without metash.",
            "Nothing is written.",
            "",
            "Examples:",
            "  inspect backup-2022.ndjson",
            "  inspect /var/lib/databend/raft -o json"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final int LABELS = 14;

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description =
                    "An export file or its URL (s3://BUCKET/NAME), a Raft directory, or the name of an open session."
                            + " Default: the open session.")
    private @Nullable String place;

    @Mixin
    private OutputOption output = new OutputOption();

    public InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ProgressLine progress = new ProgressLine(context, "inspecting");
        StoreInspection found;
        try {
            found = StoreInspection.of(Place.keptAt(context, place), context, progress);
        } finally {
            progress.clear();
        }
        if (output.format(context) == OutputFormat.TABLE) {
            print(found);
        } else {
            row(found);
        }
        context.io().out().flush();
        SessionNotes.print(context.io(), found.notes());
        Place.session(context, place)
                .flatMap(Session::shownPast)
                .ifPresent(state -> SessionNotes.print(
                        context.io(),
                        List.of("the data version is a property of the whole store, the same at every entry")));
        return ExitStatus.OK.code();
    }

    private void print(StoreInspection found) {
        LabelledLines lines = new LabelledLines(context.io(), LABELS);
        lines.line("place", found.place());
        lines.line("form", found.form());
        lines.line("data version", found.version() + ": " + found.meaning());
        lines.line("written by", found.writtenBy());
        lines.line("today", found.today());
        lines.line("metash", found.metash());
        if (!found.leftOut().isEmpty()) {
            lines.line("left out", String.join(", ", found.leftOut()));
        }
        List<String> steps;
        if (found.officialSteps().isEmpty()) {
            steps = List.of("current releases read it");
        } else {
            steps = found.officialSteps();
        }
        for (int i = 0; i < steps.size(); i++) {
            String step = "";
            if (steps.size() != 1) {
                step = i + 1 + ". ";
            }
            lines.line(i == 0 ? "official way" : "", step + steps.get(i));
        }
    }

    private void row(StoreInspection found) throws IOException {
        Listing list = output.open(
                context,
                Column.text("place"),
                Column.text("form"),
                Column.text("data_version"),
                Column.text("meaning"),
                Column.text("written_by"),
                Column.text("today"),
                Column.text("metash"),
                Column.text("left_out"),
                Column.text("official_way"));
        list.row(
                found.place(),
                found.form(),
                found.version(),
                found.meaning(),
                found.writtenBy(),
                found.today(),
                found.metash(),
                new ListCell(found.leftOut(), ", "),
                new ListCell(found.officialSteps(), "; "));
        list.finish();
    }
}
