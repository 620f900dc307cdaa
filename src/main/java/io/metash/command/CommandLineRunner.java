package io.metash.command;

import io.metash.files.PendingOutput;
import io.metash.output.CommandWord;
import io.metash.output.Failures;
import io.metash.output.JsonLog;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command of the {@link CommandTable} and renders every failure; returns the exit status. */
public final class CommandLineRunner {
    static {
        // picocli would look for classes of option types that metash does not use, some in every library.
        System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
        System.setProperty("picocli.disable.closures", "true");
    }

    private final CommandContext context;

    public CommandLineRunner(CommandContext context) {
        this.context = context;
    }

    /** Runs the command named by the first word, with the rest as arguments; never throws. */
    public int run(List<String> words) {
        boolean debug = context.debug();
        long startNanos = System.nanoTime();
        ReadMeter outer = context.progress().beginMeter();
        int status = ExitStatus.BUG.code();
        DebugLog.begins(words);
        try {
            CommandEntry entry = context.table().find(words.get(0)).orElseThrow(() -> unknown(words));
            status = at(entry, words.subList(1, words.size()));
            return status;
        } catch (Throwable thrown) {
            Failure failure = Failures.of(thrown);
            if (failure.status() == ExitStatus.INTERRUPTED && failure.why() == null) {
                failure = PendingOutput.explain(failure);
            }
            context.progress().end();
            DebugLog.failed(failure);
            Failures.render(Advice.forContext(context, failure), context.io(), debug);
            status = context.connectionFlags().statusOf(failure);
            return status;
        } finally {
            context.progress().end();
            DebugLog.ended(words.get(0), status, System.nanoTime() - startNanos);
            context.io().out().flush();
            if (context.timing()) {
                context.io()
                        .err()
                        .println(timing(
                                System.nanoTime() - startNanos,
                                context.progress().meter()));
            }
            if (context.io().err() instanceof JsonLog log) {
                log.ended(words.get(0), status, System.nanoTime() - startNanos);
            }
            context.progress().endMeter(outer);
            context.io().err().flush();
        }
    }

    private static String timing(long nanos, ReadMeter meter) {
        return "time " + Units.span(nanos)
                + (meter.records() == 0
                        ? ""
                        : ", " + Units.count(meter.records(), "record") + ", " + Units.bytes(meter.bytes()) + " read");
    }

    private Failure unknown(List<String> words) {
        String word = words.get(0);
        if (word.equals("metash") && words.size() > 1) {
            return Failure.of(
                            ExitStatus.USAGE, "this is the shell of metash, which takes its commands without the name")
                    .next(words.stream().skip(1).map(CommandWord::quote).collect(Collectors.joining(" ")));
        }
        List<String> near = ForeignCommands.commands(word, context.table().names());
        return Failure.of(ExitStatus.USAGE, "unknown command '" + word + "'")
                .next(near.isEmpty() ? "help" : "did you mean " + String.join(" or ", near) + "?");
    }

    /** Runs a command on the session given as {@code @name} before its arguments, else on the current session. */
    private int at(CommandEntry entry, List<String> arguments) throws Exception {
        if (arguments.isEmpty() || !arguments.get(0).startsWith("@") || !isTarget(entry, arguments.get(0))) {
            return held(entry, arguments);
        }
        Sessions sessions = context.sessions();
        Session before = null;
        if (sessions.hasCurrent()) {
            before = sessions.current();
        }
        Session target = sessions.named(arguments.get(0).substring(1));
        sessions.use(target.name());
        try {
            return held(entry, arguments.subList(1, arguments.size()));
        } finally {
            boolean stayed = sessions.hasCurrent() && sessions.current() == target;
            if (stayed && before != null && sessions.all().contains(before)) {
                sessions.use(before.name());
            }
        }
    }

    /** Whether the first word names the target session; some commands take such words as arguments. */
    public boolean isTarget(CommandEntry entry, String word) {
        return SessionWords.isTarget(commandLine(entry).getCommandSpec(), word);
    }

    /** Runs a command with exclusive use of the current session, which completion may still be reading. */
    private int held(CommandEntry entry, List<String> arguments) throws Exception {
        // The inner command locks the session itself.
        boolean atRest = !entry.is(CommandTrait.RUNS_COMMAND)
                && context.interactive()
                && context.sessions().hasCurrent()
                && context.session().kind() != SessionKind.ENDPOINT;
        if (!atRest) {
            return call(entry, arguments);
        }
        ReentrantLock busy = context.state(context.session()).busy();
        while (!busy.tryLock(50, TimeUnit.MILLISECONDS)) {
            context.cancel().check();
        }
        try {
            return call(entry, arguments);
        } finally {
            busy.unlock();
        }
    }

    private int call(CommandEntry entry, List<String> arguments) throws Exception {
        Callable<Integer> plain = entry.make(context);
        if (plain instanceof FastArguments.Command command
                && command.fastArguments().parse(arguments)
                && command.complete()) {
            return checked(plain.call());
        }
        return callParsed(entry, arguments);
    }

    private int checked(int status) throws IOException {
        context.io().checkOut();
        return status;
    }

    private int callParsed(CommandEntry entry, List<String> arguments) throws Exception {
        CommandLine line = commandLine(entry);
        ParseResult result;
        try {
            result = line.parseArgs(arguments.toArray(new String[0]));
        } catch (ParameterException wrong) {
            throw WrongUsage.of(entry, arguments, wrong);
        }
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        CommandLine selected = result.commandSpec().commandLine();
        if (result.isUsageHelpRequested()) {
            HelpPage.print(selected, context.io());
            return ExitStatus.OK.code();
        }
        Callable<?> command = selected.getCommand();
        return checked((Integer) command.call());
    }

    /** The picocli model of a command: the one source of its parsing, help and completion. */
    public CommandLine commandLine(CommandEntry entry) {
        Callable<Integer> command = entry.make(context);
        CommandLine line = new CommandLine(command);
        if (command instanceof CommandGroup family) {
            family.members().forEach((name, member) -> line.addSubcommand(name, member));
        }
        HelpOption.addTo(line);
        line.getSubcommands().values().forEach(HelpOption::addTo);
        // A command that only works in the shell is not typed after 'metash'.
        line.setCommandName(
                context.interactive() || !entry.is(CommandTrait.ONE_SHOT) ? entry.name() : "metash " + entry.name());
        line.setUsageHelpWidth(HelpPage.columns(context.io()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setStopAtPositional(entry.is(CommandTrait.RUNS_COMMAND));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                context.io().colored() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }
}
