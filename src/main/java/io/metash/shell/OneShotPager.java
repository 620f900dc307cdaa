package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.CommandTrait;
import io.metash.output.Io;
import io.metash.output.TerminalSize;
import java.io.Closeable;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Pages the output of one-shot commands that is taller than the terminal, as at the prompt. Not used for commands that
 * ask questions, draw, or run until interrupted.
 */
public final class OneShotPager {
    private OneShotPager() {}

    /** Runs a command with a pager; returns its status. */
    public static int run(CommandContext context, List<String> words, IntSupplier command) {
        Io io = context.io();
        boolean interactive = io.inTerminal() && io.outTerminal() && io.errTerminal();
        if (!interactive || !isPaged(context, words.get(0)) || words.contains("--follow")) {
            return command.getAsInt();
        }
        ShellLineReader screen = new ShellLineReader(io);
        PagedScreen page = new PagedScreen(screen, io, Pager.of(context.config()));
        context.use(page.io());
        try {
            return page.run(command);
        } finally {
            context.use(io);
            screen.restore();
        }
    }

    /** The terminal of the process. */
    private static final class ShellLineReader implements PagedScreen.Place {
        private final Io io;
        private @Nullable Object before;

        ShellLineReader(Io io) {
            this.io = io;
        }

        @Override
        public int rows() {
            return TerminalSize.rows(io.width());
        }

        @Override
        public int columns() {
            return io.width().getAsInt();
        }

        /** The pager handles Ctrl-C itself while it runs. */
        @Override
        public Closeable lend() {
            io.out().flush();
            before = Signals.register("INT", () -> {});
            return () -> {};
        }

        void restore() {
            if (before != null) {
                Signals.unregister("INT", before);
            }
        }
    }

    private static boolean isPaged(CommandContext context, String name) {
        return context.table()
                .find(name)
                .filter(entry -> entry.is(CommandTrait.PAGED))
                .isPresent();
    }
}
