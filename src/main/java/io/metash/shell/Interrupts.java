package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.io.Closeable;
import org.jline.utils.Signals;

/** Ctrl-C in one shot while something is done that must be stopped with care: the first asks for the end, the second is the end. */
public final class Interrupts {
    private Interrupts() {}

    /** From now on Ctrl-C asks the running command to stop; closing the answer makes it end the process again. */
    public static Closeable askToStop(CommandContext context) {
        Object before = Signals.register("INT", () -> {
            if (context.cancel().asked()) {
                System.exit(ExitStatus.INTERRUPTED.code());
            }
            context.cancel().ask();
        });
        return () -> Signals.unregister("INT", before);
    }
}
