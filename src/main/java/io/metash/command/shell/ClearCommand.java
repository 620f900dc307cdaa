package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code clear}: clears the screen. */
@Command(
        name = "clear",
        description = {
            "Clears the screen, as Ctrl-L does. It does nothing when the output is not a terminal.",
            "",
            "Examples:",
            "  clear",
            "  clear; ls"
        })
public final class ClearCommand implements Callable<Integer> {
    /** ECMA-48: cursor to the first cell (CUP), then erase the display (ED 2). */
    private static final String CLEAR = "\033[H\033[2J";

    private final CommandContext context;

    public ClearCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (context.shell().hasCanvas()) {
            context.io().out().print(CLEAR);
        }
        return ExitStatus.OK.code();
    }
}
