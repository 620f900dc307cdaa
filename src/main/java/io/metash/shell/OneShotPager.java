package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.CommandTrait;
import io.metash.output.Io;
import io.metash.output.TerminalSize;
import java.io.Closeable;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.utils.Signals;

/**
 * Pages the output of one-shot commands on a terminal when it is taller than the screen, as at the prompt; not for commands
 * that ask, draw or run endlessly.
 */
public final class OneShotPager {
    private OneShotPager() {}

    /** Runs a command given as these words; returns its status. */
    public static int run(CommandContext context, List<String> words, IntSupplier command) {
        Io io = context.io();
        boolean person = io.inTerminal() && io.outTerminal() && io.errTerminal();
        if (!person || !isPaged(context, words.get(0)) || words.contains("--follow")) {
            return command.getAsInt();
        }
        ShellLineReader screen = new ShellLineReader(io);
        PagedScreen page = new PagedScreen(screen, io, Pager.of(context.config()));
        context.use(page.io());
        try {
            return page.run(command);
        } finally {
            context.use(io);
            screen.takeBack();
        }
    }

    /** The terminal of the process. */
    private static final class ShellLineReader implements PagedScreen.Place {
        private final Io io;
        private Object before;

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

        /** While the pager runs, it handles Ctrl-C itself. */
        @Override
        public Closeable lend() {
            io.out().flush();
            before = Signals.register("INT", () -> {});
            return () -> {};
        }

        void takeBack() {
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
