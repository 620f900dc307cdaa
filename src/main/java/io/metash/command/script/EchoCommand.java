package io.metash.command.script;

import io.metash.command.CommandContext;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code echo}: prints words. */
@Command(
        name = "echo",
        description = {
            "Prints its words on one line, separated by spaces.",
            "",
            "Examples:",
            "  echo backed up at $now",
            "  echo \"== keys of prod\" > report.txt"
        })
public final class EchoCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "A word to print.")
    private List<String> words = List.of();

    public EchoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String line = String.join(" ", words);
        // A file gets the raw words; on a terminal they are escaped.
        context.io().out().println(context.io().outTerminal() ? Printable.text(line) : line);
        return ExitStatus.OK.code();
    }
}
