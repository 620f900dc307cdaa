package io.metash.command.script;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unset}: removes a variable. */
@Command(
        name = "unset",
        description = {
            "Removes a variable. $NAME is an error afterwards, and $${NAME:-text} is text.",
            "",
            "Examples:",
            "  set tenant test_tenant; unset tenant",
            "  unset never_set"
        })
public final class UnsetCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The variable.")
    private String name;

    public UnsetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.scripting().unset(name);
        return ExitStatus.OK.code();
    }
}
