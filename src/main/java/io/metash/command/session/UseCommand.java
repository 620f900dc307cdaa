package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code use}: switches to another session. */
@Command(
        name = "use",
        description = {"Makes another open session the current one.", "", "Examples:", "  use backup", "  use prod"})
public final class UseCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "SESSION", description = "The name of the session.")
    private String name;

    public UseCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.sessions().use(name);
        return ExitStatus.OK.code();
    }
}
