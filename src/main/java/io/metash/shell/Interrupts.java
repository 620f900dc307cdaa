package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.io.Closeable;
import org.jline.utils.Signals;

/**
 * Handles Ctrl-C for a one-shot command that needs an orderly stop: the first cancels the command, the second ends the
 * process.
 */
public final class Interrupts {
    private Interrupts() {}

    /** Makes Ctrl-C cancel the running command; closing the result restores the default. */
    public static Closeable askToStop(CommandContext context) {
        Object before = Signals.register("INT", () -> {
            if (context.cancel().requested()) {
                System.exit(ExitStatus.INTERRUPTED.code());
            }
            context.cancel().ask();
        });
        return () -> Signals.unregister("INT", before);
    }
}
