package io.metash.command.shell;

import io.metash.command.Canvas;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.Prompter;
import io.metash.command.option.TimeArguments;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.SessionKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code every}: repeats a command. */
@Command(
        name = "every",
        description = {
            "Repeats a command and marks the lines that changed with *. At the prompt it draws on the whole screen"
                    + " until a key is pressed: q, Esc, Enter or the space bar. Any other character leaves it, too, and"
                    + " starts the next line. In a script or a pipe it prints run after run until Ctrl-C.",
            "The last status of the command is the status of every. Commands that ask for input fail; commands that"
                    + " never end are refused.",
            "",
            "Examples:",
            "  every --count 2 1s count",
            "  every --count 1 2s status"
        })
public final class EveryCommand implements Callable<Integer> {
    private static final int MIN_MS = 200;
    private static final int POLL_MS = 100;
    private static final int DELETE = 0x7f;

    private final CommandContext context;
    private final RepeatedOutput seen = new RepeatedOutput();

    @Option(names = "--count", paramLabel = "N", description = "Ends after N runs.")
    private long count = Long.MAX_VALUE;

    @Parameters(index = "0", paramLabel = "DURATION", description = "Time from run to run: 2s, 1m.")
    private String span;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> words;

    public EveryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        long spanMs = TimeArguments.spanMs(span);
        if (spanMs < MIN_MS) {
            throw Failure.of(ExitStatus.USAGE, "the interval " + span + " is too short")
                    .next("every 1s " + String.join(" ", words));
        }
        if (context.table().isEndless(words)) {
            throw Failure.of(ExitStatus.USAGE, words.get(0) + " runs until it is interrupted, so it cannot be repeated")
                    .next(String.join(" ", words));
        }
        Prompter prompter = context.prompter();
        // The next frame would overwrite a question before it could be answered.
        context.setPrompter(null);
        try {
            if (context.shell().hasCanvas()) {
                try (Canvas canvas = context.shell().canvas()) {
                    return draw(canvas, spanMs);
                }
            }
            return print(spanMs);
        } finally {
            if (!context.interrupts().abandoned()) {
                context.setPrompter(prompter);
            }
        }
    }

    private int print(long spanMs) {
        Io io = context.io();
        int status = ExitStatus.OK.code();
        for (long run = 1; run <= count; run++) {
            if (run > 1 && !waited(spanMs)) {
                return ExitStatus.INTERRUPTED.code();
            }
            long atMs = System.currentTimeMillis();
            Run one = new Run(io);
            one.execute();
            status = one.status;
            if (status == ExitStatus.INTERRUPTED.code() && context.cancel().requested()) {
                return status;
            }
            io.err().println(head(run, atMs));
            seen.lines(one.text()).forEach(io.out()::println);
            io.out().flush();
            if (io.out().checkError()) {
                return ExitStatus.BROKEN_PIPE.code();
            }
        }
        return status;
    }

    /** Waits for the next run; false when Ctrl-C, the regular end, was pressed. */
    private boolean waited(long spanMs) {
        try {
            context.cancel().pause(spanMs);
            return true;
        } catch (Failure stopped) {
            if (stopped.status() == ExitStatus.INTERRUPTED) {
                return false;
            }
            throw stopped;
        }
    }

    private String head(long run, long atMs) {
        return "every " + span + ": " + Printable.text(String.join(" ", words)) + "  run " + Units.number(run) + ", "
                + Units.timestamp(atMs, context.io().display().local());
    }

    private int draw(Canvas canvas, long spanMs) throws Exception {
        Io io = context.io();
        List<String> lines = List.of();
        @Nullable Run running = null;
        long startedNs = 0;
        long startedMs = 0;
        String head = head(1, System.currentTimeMillis());
        int status = ExitStatus.OK.code();
        long runs = 0;
        while (true) {
            long sinceMs = (System.nanoTime() - startedNs) / 1_000_000;
            if (running == null && runs < count && (runs == 0 || sinceMs >= spanMs)) {
                startedNs = System.nanoTime();
                startedMs = System.currentTimeMillis();
                sinceMs = 0;
                runs++;
                running = new Run(io);
                running.start();
            }
            if (running != null && !running.isAlive()) {
                lines = seen.lines(running.text());
                status = running.status;
                head = head(runs, startedMs);
                running = null;
            }
            String wait;
            if (running == null || sinceMs < 1000) {
                wait = "";
            } else {
                wait = "  waiting " + sinceMs / 1000 + " s";
            }
            canvas.show(RepeatedOutput.frame(head + wait, lines, canvas.columns() - 1, canvas.rows(), io.display()));
            int key = canvas.key(POLL_MS);
            if (isTyped(key)) {
                canvas.unread(key);
            }
            boolean requested = key >= 0 || context.cancel().requested();
            if (requested || (running == null && runs >= count)) {
                if (running != null) {
                    leave(running);
                }
                return status;
            }
        }
    }

    /** Whether a key begins the next line. The keys that are there to leave do not. */
    private static boolean isTyped(int key) {
        return key > ' ' && key != DELETE && key != 'q' && key != 'Q';
    }

    private void leave(Run running) {
        if (running.isAlive()) {
            context.cancel().ask();
            context.interrupts().abandon(running);
            boolean live = context.sessions().hasCurrent() && context.session().kind() == SessionKind.ENDPOINT;
            if (live) {
                // Interrupt a call that waits for its answer, but no read of a file: that would close the file.
                running.interrupt();
            }
        }
    }

    /** One run of the command, with its output captured. */
    private final class Run extends Thread {
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final Io before;
        private int status;

        Run(Io before) {
            super("metash-every");
            this.before = before;
            setDaemon(true);
        }

        @Override
        public void run() {
            execute();
        }

        void execute() {
            PrintStream both = new PrintStream(output, true, StandardCharsets.UTF_8);
            IntSupplier width = () -> Math.max(1, before.width().getAsInt() - RepeatedOutput.MARGIN);
            context.use(new Io(
                    null, both, both, false, before.outTerminal(), before.errTerminal(), width, before.display()));
            try {
                status = new CommandLineRunner(context).run(words);
            } finally {
                context.use(before);
            }
        }

        String text() {
            return output.toString(StandardCharsets.UTF_8);
        }
    }
}
