package io.metash.shell;

import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.OutputGuard;
import io.metash.command.Scripting;
import io.metash.files.ParentDirectory;
import io.metash.files.PendingOutput;
import io.metash.output.Failures;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.shell.script.CommandQuoting;
import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.DataInput;
import io.metash.shell.script.Expansion;
import io.metash.shell.script.Redirect;
import io.metash.shell.script.ScriptFrame;
import io.metash.shell.script.ScriptText;
import io.metash.shell.script.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Runs commands by the rules of {@code src/docs/script.md}: the lines of a prompt one by one, or a script until its first failure.
 */
final class Interpreter implements Scripting {
    private static final int MAX_DEPTH = 16;
    private static final ScriptFrame TOP = ScriptFrame.text("line", List.of());

    private final CommandContext context;
    private final ToIntFunction<List<String>> runner;
    private final Expansion expansion = new Expansion(System.getenv());
    private final ExternalPrograms programs;
    private final Recording recording;
    private ScriptFrame frame = TOP;
    private List<CommandSplitter.Word> onError = List.of();
    private boolean goOn;
    private boolean echo;
    private boolean reported;
    private boolean interrupted;
    private String at = "line";

    /** Creates an interpreter that runs commands directly. */
    Interpreter(CommandContext context, ShellOptions options) throws IOException {
        this(context, options, new CommandLineRunner(context)::run);
    }

    /** Creates an interpreter with a custom runner for commands. */
    Interpreter(CommandContext context, ShellOptions options, ToIntFunction<List<String>> runner) throws IOException {
        this.context = context;
        this.runner = runner;
        this.echo = options.echo();
        this.programs = new ExternalPrograms(context, options.allowShell(), expansion);
        if (options.record() != null) {
            OutputGuard.of(context).check(options.record());
        }
        this.recording = Recording.to(options.record());
        context.runsIn(this);
    }

    /** Runs the commands of a line typed at the prompt; returns the status of the last one that ran. */
    int line(String text) {
        // An abandoned script must not restore state.
        frame = TOP;
        onError = List.of();
        goOn = false;
        recording.pause(text.startsWith(" "));
        try {
            List<CommandSplitter.Command> commands = CommandSplitter.parse(text, "line");
            boolean pasted = text.indexOf('\n') >= 0;
            int status = 0;
            for (int i = 0; i < commands.size(); i++) {
                if (commands.get(i).otherwise() && status == 0) {
                    continue;
                }
                status = run(commands.get(i));
                if (interrupted) {
                    // Neither try nor || goes on after Ctrl-C.
                    status = ExitStatus.INTERRUPTED.code();
                    stopped(commands, i, status, pasted);
                    break;
                }
                boolean next = i + 1 < commands.size() && commands.get(i + 1).otherwise();
                if (context.shell().requestedExit() != null || (status != 0 && !next)) {
                    stopped(commands, i, status, pasted);
                    break;
                }
            }
            return status;
        } catch (CommandSplitter.Unfinished unfinished) {
            return failed(unfinished.failure("line"));
        } catch (Failure failure) {
            return failed(failure);
        }
    }

    /** Reports which of several pasted commands failed, and how many of them did not run. */
    private void stopped(List<CommandSplitter.Command> commands, int at, int status, boolean pasted) {
        int left = commands.size() - at - 1;
        if (!pasted || left == 0 || context.shell().requestedExit() != null) {
            return;
        }
        context.io()
                .err()
                .println("metash: the paste stopped at command " + (at + 1) + " of " + commands.size() + ", "
                        + Printable.text(CommandQuoting.command(commands.get(at))) + " (exit status " + status + "); "
                        + left + " did not run");
    }

    /** Runs a script until its end or its first failure; returns the exit status. */
    int script(String text, ScriptFrame script) {
        ScriptFrame before = frame;
        List<CommandSplitter.Word> onErrorBefore = onError;
        boolean goOnBefore = goOn;
        frame = script;
        int status = 0;
        int first = 0;
        try {
            List<CommandSplitter.Command> commands = CommandSplitter.parse(text, script.name());
            programs.refuse(commands, script);
            for (int i = 0; i < commands.size(); i++) {
                CommandSplitter.Command command = commands.get(i);
                if (command.otherwise() && status == 0) {
                    continue;
                }
                status = run(command);
                if (context.shell().requestedExit() != null) {
                    return context.shell().requestedExit();
                }
                if (interrupted) {
                    report(command, ExitStatus.INTERRUPTED.code());
                    interrupted = true;
                    return ExitStatus.INTERRUPTED.code();
                }
                boolean next = i + 1 < commands.size() && commands.get(i + 1).otherwise();
                if (status != 0 && !next) {
                    report(command, status);
                    if (!goOn) {
                        return status;
                    }
                    reported = false;
                    if (first == 0) {
                        first = status;
                    }
                    status = 0;
                }
            }
        } catch (CommandSplitter.Unfinished unfinished) {
            return failed(unfinished.failure(script.name()));
        } catch (Failure failure) {
            return failed(failure);
        } finally {
            if (!context.interrupts().abandoned()) {
                frame = before;
                onError = onErrorBefore;
                goOn = goOnBefore;
            }
        }
        return first;
    }

    /** Reports the position of a failure and runs the {@code on-error} command; once, in the innermost script. */
    private void report(CommandSplitter.Command command, int status) {
        if (reported) {
            return;
        }
        context.io()
                .err()
                .println("metash: " + (goOn ? "failed" : "stopped") + " at "
                        + Printable.text(frame.place(command.line(), command.column())) + ", exit status " + status);
        List<CommandSplitter.Word> words = onError;
        onError = List.of();
        if (!words.isEmpty()) {
            run(new CommandSplitter.Command(words, null, null, false, command.line(), command.column()));
        }
        reported = true;
    }

    /** Runs one command; returns its status. */
    private int run(CommandSplitter.Command command) {
        if (context.interrupts().abandoned()) {
            // This script was abandoned by Ctrl-C: run no further commands.
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
        reported = false;
        interrupted = false;
        PendingOutput.forgetEnded();
        context.progress().renewMeter();
        int status;
        try {
            Redirect redirect = command.redirect();
            if (redirect != null && command.isProgram()) {
                status = program(command, redirect.targetProgram());
            } else {
                status = words(command);
            }
        } catch (Failure | IOException thrown) {
            Failure failure = Failures.of(thrown);
            status = failed(failure.where() == null ? failure.at(frame.here(command)) : failure);
        }
        if (context.interrupts().abandoned()) {
            return ExitStatus.INTERRUPTED.code();
        }
        context.shell().ended(status);
        // A sourced script that was interrupted has renewed the token.
        boolean requested = interrupted || context.cancel().requested();
        interrupted = status == ExitStatus.INTERRUPTED.code() && requested && !isEndless(command);
        // Not at the start: a cancellation between Enter and the first step would be lost.
        context.interrupts().renew();
        if (command.tried()) {
            return 0;
        }
        return status;
    }

    /** Whether Ctrl-C is the regular end of a command. */
    private boolean isEndless(CommandSplitter.Command command) {
        List<String> words =
                command.words().stream().map(CommandSplitter.Word::text).toList();
        int from = command.tried() ? 1 : 0;
        return words.size() > from && context.table().isEndless(words.subList(from, words.size()));
    }

    private int program(CommandSplitter.Command command, String program) throws IOException {
        if (echo) {
            context.io().command("+ " + Printable.text(CommandQuoting.command(command)));
        }
        int status = programs.run(program);
        recording.add(command, status);
        return status;
    }

    private int words(CommandSplitter.Command command) throws IOException {
        List<CommandSplitter.Word> raw =
                command.words().subList(command.tried() ? 1 : 0, command.words().size());
        if (raw.get(0).text().equals("on-error") && raw.size() > 1 && inScript()) {
            return onError(raw);
        }
        List<String> words = expansion.words(raw, frame, context.shell().lastStatus());
        words = context.shell().aliases().resolve(words);
        if (words.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "the command is missing: $@ is empty");
        }
        CommandSplitter.Command filled = filled(command, words);
        if (echo) {
            context.io().command("+ " + CommandQuoting.command(filled));
        }
        String before = at;
        at = frame.here(command);
        int status;
        try (CommandStreams streams = CommandStreams.of(filled, context, programs)) {
            status = streams.end(runner.applyAsInt(words));
        } finally {
            at = before;
        }
        if (context.interrupts().abandoned()) {
            return ExitStatus.INTERRUPTED.code();
        }
        context.shell().reportCommand(words, status);
        if (!words.get(0).equals("source")) {
            recording.add(filled, status);
        }
        return status;
    }

    /** Expands all variables of a command. */
    private CommandSplitter.Command filled(CommandSplitter.Command command, List<String> words) {
        Redirect redirect = command.redirect();
        if (redirect != null && redirect.file() != null) {
            redirect = new Redirect(redirect.kind(), filled(redirect.file()), null, redirect.line(), redirect.column());
        }
        DataInput input = command.input();
        if (input != null) {
            CommandSplitter.Word file = input.file() == null ? null : filled(input.file());
            CommandSplitter.Word text = input.text() == null ? null : filled(input.text());
            input = new DataInput(file, text, input.mark());
        }
        return new CommandSplitter.Command(
                words.stream().map(CommandSplitter.Word::of).toList(),
                redirect,
                input,
                false,
                command.line(),
                command.column());
    }

    private CommandSplitter.Word filled(CommandSplitter.Word word) {
        return CommandSplitter.Word.of(
                expansion.word(word, frame, context.shell().lastStatus()));
    }

    private boolean inScript() {
        return !context.interactive() || frame.caller() != null;
    }

    private int onError(List<CommandSplitter.Word> command) {
        List<CommandSplitter.Word> rest = command.subList(1, command.size());
        String word = rest.get(0).text();
        boolean alone = rest.size() == 1;
        goOn = alone && word.equals("continue");
        if (goOn || (alone && word.equals("stop"))) {
            onError = List.of();
        } else {
            onError = List.copyOf(rest);
        }
        return ExitStatus.OK.code();
    }

    private int failed(Failure failure) {
        Failures.render(Advice.forContext(context, failure), context.io(), context.debug());
        return failure.status().code();
    }

    /** Closes the recording with this status; returns the exit status. */
    int ended(int status) {
        recording.end(status);
        return status;
    }

    @Override
    public void set(String name, String value) {
        checkName(name);
        expansion.variables().put(name, value);
    }

    @Override
    public void unset(String name) {
        checkName(name);
        expansion.variables().remove(name);
    }

    private static void checkName(String name) {
        if (!Variables.isName(name)) {
            throw Failure.of(ExitStatus.USAGE, "'" + name + "' is not a valid variable name")
                    .because("A name has letters, digits and _, and does not start with a digit.")
                    .next("set name VALUE");
        }
    }

    @Override
    public Map<String, String> variables() {
        return new TreeMap<>(expansion.variables());
    }

    @Override
    public void echo(boolean on) {
        echo = on;
    }

    @Override
    public int source(String file, List<String> arguments) throws IOException {
        Path path = frame.directory().resolve(file);
        if (frame.depth() >= MAX_DEPTH) {
            throw Failure.of(ExitStatus.USAGE, "scripts nest more than " + MAX_DEPTH + " deep")
                    .at(at + frame.chain())
                    .next("source the scripts in sequence from one script");
        }
        String text = ScriptText.read(path);
        Path real = path.toRealPath();
        if (frame.runs(real)) {
            throw Failure.of(ExitStatus.USAGE, "the script sources itself: " + file)
                    .at(at + frame.chain())
                    .next("remove that source command");
        }
        int status = script(
                text,
                new ScriptFrame(
                        path.toString(),
                        real,
                        ParentDirectory.of(path),
                        arguments.isEmpty() ? frame.arguments() : List.copyOf(arguments),
                        frame,
                        at));
        if (context.shell().requestedExit() != null) {
            return context.shell().requestedExit();
        }
        return status;
    }

    @Override
    public List<String> check(String file) throws IOException {
        return new ScriptCheck(context, expansion).file(Path.of(file));
    }
}
