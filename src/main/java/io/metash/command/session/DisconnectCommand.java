package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code disconnect}: closes a session. */
@Command(
        name = "disconnect",
        description = {
            "Closes the current session, or the named one.",
            "",
            "Examples:",
            "  disconnect backup",
            "  disconnect"
        })
public final class DisconnectCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "The name of the session.")
    private @Nullable String name;

    public DisconnectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String which;
        if (name == null) {
            which = context.sessions().current().name();
        } else {
            which = context.sessions().named(name).name();
        }
        context.sessions().disconnect(which);
        context.io().err().println("disconnected from " + Printable.text(which));
        return ExitStatus.OK.code();
    }
}
