package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exit}: leaves the shell or script. */
@Command(
        name = "exit",
        description = {
            "Leaves the shell or ends the script, with a status if one is given.",
            "Without one, a script ends with the status of its last command, the shell with 0.",
            "",
            "Examples:",
            "  exit",
            "  exit 4"
        })
public final class ExitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "STATUS", description = "0 to 255.")
    private @Nullable Integer status;

    public ExitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (status == null) {
            if (context.interactive()) {
                status = 0;
            } else {
                status = context.shell().lastStatus();
            }
        }
        if (status < 0 || status > 255) {
            throw Failure.of(ExitStatus.USAGE, "exit status " + status + " is not within 0 to 255");
        }
        context.shell().requestExit(status);
        return ExitStatus.OK.code();
    }
}
