package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.files.ExitHook;
import io.metash.shell.terminal.StopSignal;

/** Takes the progress line of a one-shot command or a script off the screen before Ctrl-Z stops or a signal ends the process. */
public final class ProgressEnd {
    private static final long LONGEST_MS = 300;

    private ProgressEnd() {}

    /** Erases the progress lines of a context at each stop and at the end. Costs nothing before the first line is drawn. */
    public static void eraseIn(CommandContext context) {
        context.progress().beforeDrawing(() -> {
            StopSignal.listen(context.progress()::hold);
            ExitHook.add(new Thread(() -> erase(context), "metash-progress"));
        });
    }

    /** A terminal that takes no more output must not keep the process from ending. */
    private static void erase(CommandContext context) {
        Thread eraser = new Thread(context.progress()::pause, "metash-erase");
        eraser.setDaemon(true);
        eraser.start();
        try {
            eraser.join(LONGEST_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
