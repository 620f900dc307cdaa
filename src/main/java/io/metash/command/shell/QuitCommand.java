package io.metash.command.shell;

import io.metash.command.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quit}: another name for {@code exit}. */
@Command(
        name = "quit",
        description = {"Leaves the shell or ends the script, as exit does.", "", "Examples:", "  quit", "  quit 4"})
public final class QuitCommand implements Callable<Integer> {
    @Mixin
    private ExitCommand exit;

    public QuitCommand(CommandContext context) {
        exit = new ExitCommand(context);
    }

    @Override
    public Integer call() {
        return exit.call();
    }
}
