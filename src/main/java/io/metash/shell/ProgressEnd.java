package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.files.ExitHook;
import io.metash.files.PendingOutput;
import io.metash.output.Failures;
import io.metash.shell.terminal.StopSignal;

/**
 * Takes the progress line of a one-shot command or a script off the screen before Ctrl-Z stops or a signal ends the
 * process, and reports the outputs that the signal cut off.
 */
public final class ProgressEnd {
    private static final long ERASE_MS = 300;
    private static final long REPORT_MS = 3000;

    private ProgressEnd() {}

    /** Watches a command or a script. Costs nothing before the first line is drawn and the first output begins. */
    public static void watch(CommandContext context) {
        Thread command = Thread.currentThread();
        PendingOutput.beforeFirst(
                () -> ExitHook.add(new Thread(() -> interrupted(context, command), "metash-interrupted")));
        context.progress().beforeDrawing(() -> {
            StopSignal.listen(context.progress()::hold);
            ExitHook.add(new Thread(() -> within(ERASE_MS, context.progress()::pause), "metash-progress"));
        });
    }

    private static void interrupted(CommandContext context, Thread command) {
        if (PendingOutput.any()) {
            // The exit deletes its temporary files: its own messages would mislead.
            context.interrupts().abandon(command);
            within(REPORT_MS, () -> report(context));
        }
    }

    private static void report(CommandContext context) {
        context.progress().pause();
        if (context.io().errTerminal()) {
            // The terminal has echoed ^C.
            context.io().err().println();
        }
        Failures.render(PendingOutput.interruption(), context.io(), false);
    }

    /** A terminal that takes no more output must not keep the process from ending. */
    private static void within(long ms, Runnable printing) {
        Thread printer = new Thread(printing, "metash-last-words");
        printer.setDaemon(true);
        printer.start();
        try {
            printer.join(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
