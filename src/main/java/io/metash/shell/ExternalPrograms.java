package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.Prompter;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.Expansion;
import io.metash.shell.script.Redirect;
import io.metash.shell.script.ScriptFrame;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the external programs after {@code !} and {@code |}. At the prompt the user sees the exact command; a script
 * needs {@code --allow-shell}. The script's variables are in the program's environment.
 */
final class ExternalPrograms {
    private final CommandContext context;
    private final boolean allowed;
    private final Expansion expansion;

    ExternalPrograms(CommandContext context, boolean allowed, Expansion expansion) {
        this.context = context;
        this.allowed = allowed;
        this.expansion = expansion;
    }

    /** Refuses a script with external programs before its first command runs. */
    void refuse(List<CommandSplitter.Command> commands, ScriptFrame script) {
        for (CommandSplitter.Command command : commands) {
            Redirect redirect = command.redirect();
            if (redirect != null && redirect.runsProgram() && !allowed) {
                throw Failure.of(ExitStatus.REFUSED, "the script runs an external program: " + redirect.program())
                        .at(script.place(redirect.line(), redirect.column()))
                        .because("Nothing was run.")
                        .next("review the script, then: metash --allow-shell " + ShellWord.of(script.name()));
            }
        }
    }

    /** Runs a program to its end; returns its status. */
    int run(String program) throws IOException {
        ProgramRun running = start(program, false);
        running.process.getOutputStream().close();
        return running.end();
    }

    /** Starts a program; {@code hasInput}: whether a command writes its input. */
    ProgramRun start(String program, boolean hasInput) throws IOException {
        Io io = context.io();
        if (context.interactive()) {
            io.err().println("sh: " + Printable.text(program));
        }
        io.out().flush();
        io.err().flush();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", program);
        Map<String, String> environment = builder.environment();
        String locale = environment.remove("METASH_CALLER_LOCALE");
        if (locale != null) {
            environment.remove("LC_ALL");
            if (!locale.isEmpty()) {
                environment.put("LC_ALL", locale);
            }
        }
        environment.putAll(expansion.variables());
        if (context.interactive() && io.outTerminal()) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
            if (!hasInput) {
                builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
            }
        }
        Prompter prompter = context.prompter();
        Closeable lease;
        if (prompter == null) {
            lease = () -> {};
        } else {
            lease = prompter.lend();
        }
        try {
            return new ProgramRun(builder.start(), io, context, lease);
        } catch (IOException | RuntimeException failed) {
            lease.close();
            throw failed;
        }
    }

    /** A running program. */
    static final class ProgramRun {
        private final Process process;
        private final CommandContext context;
        private final Thread out;
        private final Thread err;
        private final Closeable lease;

        private ProgramRun(Process process, Io io, CommandContext context, Closeable lease) {
            this.lease = lease;
            this.process = process;
            this.context = context;
            this.out = copy(process.getInputStream(), io.out());
            this.err = copy(process.getErrorStream(), io.err());
        }

        Process process() {
            return process;
        }

        private static Thread copy(InputStream from, PrintStream to) {
            Thread thread = new Thread(
                    () -> {
                        byte[] bytes = new byte[64 << 10];
                        try (from) {
                            for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                                to.write(bytes, 0, n);
                                to.flush();
                            }
                        } catch (IOException gone) {
                            // The program ended, or nothing reads its output: its exit status is reported.
                        }
                    },
                    "metash-program-output");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** Waits for the end of the program; cancellation terminates it. */
        int end() throws IOException {
            try {
                while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    if (context.cancel().requested()) {
                        stop();
                    }
                }
                out.join();
                err.join();
                awaitInterrupt();
            } catch (InterruptedException interrupted) {
                stop();
                Thread.currentThread().interrupt();
                return ExitStatus.INTERRUPTED.code();
            } finally {
                lease.close();
            }
            // Cancellation sends another signal than the terminal; the first one wins.
            boolean ended = context.cancel().requested() && process.exitValue() == ExitStatus.TERMINATED.code();
            if (ended) {
                return ExitStatus.INTERRUPTED.code();
            }
            return process.exitValue();
        }

        /**
         * The program may end before the JVM has handled the same Ctrl-C: wait for it, so that the prompt does not
         * receive it.
         */
        private void awaitInterrupt() throws InterruptedException {
            boolean interrupted = process.exitValue() == ExitStatus.INTERRUPTED.code();
            for (int i = 0;
                    i < 20
                            && interrupted
                            && context.interactive()
                            && !context.cancel().requested();
                    i++) {
                TimeUnit.MILLISECONDS.sleep(15);
            }
        }

        void stop() throws IOException {
            process.destroy();
            lease.close();
        }
    }
}
