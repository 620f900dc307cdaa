package io.metash.command.option;

import io.metash.command.CommandContext;
import io.metash.config.Setting;
import io.metash.output.Column;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.U64;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Output options of every command that lists rows. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, ndjson, csv, or raw (only the names).")
    private @Nullable OutputFormat format;

    @Option(names = "--fail-empty", description = "Ends with status 1 when there is nothing to list.")
    private boolean failEmpty;

    @ArgGroup
    private ClockOption clock = new ClockOption();

    /** Opens the listing. */
    public Listing open(CommandContext context, Column... columns) {
        Io io = clock.on(context.io());
        return Listing.of(format(context), io, List.of(columns)).before(context::clearProgress);
    }

    /** Whether times are shown in local time. */
    public boolean local(CommandContext context) {
        return clock.on(context.io()).display().local();
    }

    /** The selected format, else that of the settings. */
    public OutputFormat format(CommandContext context) {
        if (format == null) {
            format = context.config().choice(Setting.OUTPUT, OutputFormat.class);
        }
        return format;
    }

    public boolean failEmpty() {
        return failEmpty;
    }

    /**
     * The format of a command that prints values: the selected one; else one line of JSON for each value if the output
     * is not a terminal.
     */
    public OutputFormat valueFormat(CommandContext context) {
        boolean given = format != null;
        if (!given && format(context) == OutputFormat.TABLE && !context.io().outTerminal()) {
            format = OutputFormat.NDJSON;
        }
        return format(context);
    }

    /** Finishes the listing, prints the number of rows, and returns the exit status. */
    public int end(CommandContext context, Listing list, String summary) throws IOException {
        list.finish();
        context.clearProgress();
        context.io().out().flush();
        context.io().err().println(list.rows() == 0 ? "0 records" : summary);
        reportUnknown(context);
        if (list.rows() == 0 && failEmpty) {
            return ExitStatus.NO.code();
        }
        return ExitStatus.OK.code();
    }

    /** Prints a note that keys unknown at an earlier entry are missing from the list. */
    private static void reportUnknown(CommandContext context) {
        if (!context.sessions().hasCurrent()) {
            return;
        }
        context.session().shownPast().filter(past -> !past.unknown().isEmpty()).ifPresent(past -> context.io()
                .err()
                .println("note: " + Units.count(past.unknown().size(), "key") + " unknown at entry "
                        + U64.text(past.at().index()) + "; 'at --unknown' lists them"));
    }
}
