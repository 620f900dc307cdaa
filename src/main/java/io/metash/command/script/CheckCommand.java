package io.metash.command.script;

import io.metash.command.CommandContext;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code check}: checks scripts without running them. */
@Command(
        name = "check",
        description = {
            "Checks scripts without running them: unknown commands, options, variables, sessions; missing arguments; missing scripts.",
            "Status 0 when there are no mistakes, else 2.",
            "",
            "Examples:",
            "  check lib.metash",
            "  check nightly.metash lib.metash"
        })
public final class CheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The scripts.")
    private List<String> files;

    public CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<String> found = new ArrayList<>();
        for (String file : files) {
            found.addAll(context.scripting().check(file));
        }
        found.forEach(line -> context.io().out().println(Printable.text(line)));
        context.io().out().flush();
        context.io()
                .err()
                .println(
                        found.isEmpty()
                                ? "no mistakes in " + Units.count(files.size(), "script")
                                : Units.count(found.size(), "mistake"));
        if (found.isEmpty()) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.USAGE.code();
    }
}
