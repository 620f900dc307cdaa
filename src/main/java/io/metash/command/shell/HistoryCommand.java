package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.command.HistoryLines;
import io.metash.command.Prompter;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}: lists or clears the lines typed at the prompt. */
@Command(
        name = "history",
        description = {
            "Lists the lines typed at the prompt, newest last, or deletes them all. Ctrl-R searches them.",
            "A line that begins with a blank is not kept; values of password-like options are hidden.",
            "metash --no-history keeps none.",
            "",
            "Examples:",
            "  history",
            "  history --limit 20 -o raw",
            "  history clear"
        })
public final class HistoryCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "clear", description = "Deletes all lines.")
    private @Nullable String action;

    @Option(names = "--limit", paramLabel = "N", description = "Lists the last N lines.")
    private int limit = Integer.MAX_VALUE;

    @Mixin
    private OutputOption output = new OutputOption();

    public HistoryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (action == null) {
            return list();
        }
        if (!action.equals("clear")) {
            throw Failure.of(ExitStatus.USAGE, "history: '" + action + "' is not valid here")
                    .next("history clear");
        }
        if (!confirmed()) {
            context.io().err().println("nothing was changed");
            return ExitStatus.NO.code();
        }
        context.shell().history().clear();
        context.io().err().println("the history is empty now");
        return ExitStatus.OK.code();
    }

    /** Asks for confirmation if there is a terminal. */
    private boolean confirmed() throws IOException {
        Prompter prompter = context.prompter();
        if (prompter == null) {
            return true;
        }
        String lines = Units.count(context.shell().history().lines().size(), "line");
        String answer = prompter.ask("Delete " + lines + " of the history? y/N > ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private int list() throws IOException {
        List<HistoryLines.Line> lines = context.shell().history().lines();
        Listing list = output.open(context, Column.time("time"), Column.text("line"));
        for (HistoryLines.Line line : lines.subList(Math.max(0, lines.size() - Math.max(0, limit)), lines.size())) {
            list.row(line.timeMs(), line.text());
        }
        return output.end(context, list, Units.count(list.rows(), "line"));
    }
}
