package io.metash.command.script;

import io.metash.command.CommandContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code source}: runs a script in the current shell. */
@Command(
        name = "source",
        description = {
            "Runs the commands of a file in place: its variables and sessions remain.",
            "A relative path starts at the directory of the sourcing script. Scripts nest up to 16 levels, and none"
                    + " may source itself.",
            "",
            "Examples:",
            "  source lib.metash",
            "  source lib.metash test_tenant"
        })
public final class SourceCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "FILE", description = "The script.")
    private String file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "The values of $1, $2, ... in it.")
    private List<String> arguments = List.of();

    public SourceCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return context.scripting().source(file, arguments);
    }
}
