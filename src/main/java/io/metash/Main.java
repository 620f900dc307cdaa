package io.metash;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.CommandTrait;
import io.metash.command.ForeignCommands;
import io.metash.command.completion.Completion.Candidate;
import io.metash.command.completion.SystemShell;
import io.metash.command.completion.SystemShellCompletion;
import io.metash.command.help.HelpCommand;
import io.metash.command.option.ConnectionOptions;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.output.Failures;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.output.TextWrap;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.shell.Interrupts;
import io.metash.shell.OneShotPager;
import io.metash.shell.ProgressEnd;
import io.metash.shell.Shell;
import io.metash.shell.ShellOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entry point: {@code metash} opens the shell, {@code metash COMMAND ...} runs one command, {@code metash -c TEXT}
 * and {@code metash FILE.metash} run a script. One-shot commands load neither the terminal nor the sorter.
 */
public final class Main {
    private static final int HELP_COLUMNS = 100;

    /** The commands; null until they are needed. */
    private @Nullable CommandTable table;

    private final GlobalOptions options = new GlobalOptions();
    private Io io;
    private Config config = Config.standard();

    private Main(Io io) {
        this.io = io;
    }

    private CommandTable table() {
        CommandTable all = table;
        if (all == null) {
            all = Commands.table();
            table = all;
        }
        return all;
    }

    /** Runs a command for {@link Metactl}, which accepts password files that other users can read. */
    static int runAsMetactl(String[] arguments, Io io) {
        Main main = new Main(io);
        main.options.connection().callAsMetactl();
        return main.run(arguments);
    }

    /** Runs metash with the command line's arguments and exits with its status. */
    public static void main(String[] arguments) {
        NativeLibraries.loadZstd();
        System.exit(run(arguments, Io.ofProcess(Terminals.is(0), Terminals.is(1), Terminals.is(2))));
    }

    /** Runs metash on the given streams and returns the exit status. */
    static int run(String[] arguments, Io io) {
        return new Main(io).run(arguments);
    }

    private int run(String[] arguments) {
        int status;
        try {
            status = run(new ArrayList<>(Arrays.asList(arguments)));
        } catch (IOException | RuntimeException | Error thrown) {
            Failure failure = Failures.of(thrown);
            Failures.render(failure, io, options.debug());
            status = options.connection().statusOf(failure);
        }
        io.out().flush();
        io.err().flush();
        return status;
    }

    private int run(List<String> words) throws IOException {
        options.removeFrom(words);
        io = options.logged(io);
        String first = "";
        if (!words.isEmpty()) {
            first = words.get(0);
        }
        switch (first) {
            case "--version" -> {
                io.out().println("metash " + version());
                return ExitStatus.OK.code();
            }
            case "-h", "--help" -> {
                usage();
                return ExitStatus.OK.code();
            }
            case "__complete" -> {
                completion(words.subList(1, words.size()));
                return ExitStatus.OK.code();
            }
            default -> {
                boolean oneShot = !List.of("", "-c", "-").contains(first) && isCommand(words);
                settings(oneShot);
                if (oneShot) {
                    return command(words);
                }
                return script(words);
            }
        }
    }

    /**
     * Reads the settings. A one-shot command continues without them when they are invalid, since it needs no connection
     * name.
     */
    private void settings(boolean oneShot) {
        Map<String, String> environment = System.getenv();
        ConfigFiles files = ConfigFiles.of(environment, Path.of(""));
        if ((options.files() && files.any()) || Config.inEnvironment(environment.keySet())) {
            try {
                config = Config.load(options.files() ? files : ConfigFiles.NONE, environment);
            } catch (Failure broken) {
                if (!oneShot) {
                    throw broken;
                }
                Failures.render(broken, io, options.debug());
            }
            config.warnings().forEach(warning -> io.err().println("metash: " + Printable.text(warning)));
        }
        options.override(config);
        io = GlobalOptions.withDisplay(io, config);
    }

    private int script(List<String> words) throws IOException {
        if (options.connection().any()) {
            throw Failure.of(ExitStatus.USAGE, "connection flags go before a command, not before a script or the shell")
                    .next("connect HOST:PORT --user USER --password-file FILE");
        }
        ShellOptions shell = options.forShell(config);
        if (words.isEmpty()) {
            boolean interactive = io.inTerminal() && io.outTerminal();
            if (interactive) {
                return Shell.interactive(table(), io, shell, null);
            }
            return Shell.input(table(), io, shell, List.of());
        }
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "-c" -> {
                if (rest.isEmpty()) {
                    throw Failure.of(ExitStatus.USAGE, "-c needs commands").next("metash -c 'connect PLACE; ls'");
                }
                yield Shell.text(table(), io, shell, rest.get(0), rest.subList(1, rest.size()));
            }
            case "-" -> Shell.input(table(), io, shell, rest);
            default -> Shell.file(table(), io, shell, Path.of(words.get(0)), rest);
        };
    }

    /**
     * Whether the words are a command rather than a script. The old flags --export and --import are converted to
     * commands.
     */
    private boolean isCommand(List<String> words) {
        String first = words.get(0);
        if (table().find(first).isPresent()) {
            return true;
        }
        for (CommandEntry entry : table().entries()) {
            if (entry.is(CommandTrait.OLD_FLAG) && words.remove("--" + entry.name())) {
                words.add(0, entry.name());
                addressOfOldForm(words);
                return true;
            }
        }
        if (first.endsWith(".metash") || Files.isRegularFile(Path.of(first))) {
            return false;
        }
        List<String> near = ForeignCommands.commands(first, table().names());
        throw Failure.of(ExitStatus.USAGE, "unknown command '" + first + "'")
                .next(near.isEmpty() ? "metash --help" : "did you mean " + String.join(" or ", near) + "?");
    }

    /**
     * Applies the environment variable for the address when no option names one. Only metactl's old form without a
     * subcommand reads it.
     */
    private static void addressOfOldForm(List<String> words) {
        String address = System.getenv("METASRV_GRPC_API_ADDRESS");
        boolean named =
                words.stream().anyMatch(word -> word.startsWith("--grpc-api-address") || word.startsWith("--raft-dir"));
        if (address != null && !named && words.get(0).equals("export")) {
            words.addAll(List.of("--grpc-api-address", address));
        }
    }

    private int command(List<String> words) throws IOException {
        options.connection().removeFrom(words);
        String first = words.get(0);
        CommandEntry entry = table().find(first).orElseThrow();
        if (!entry.is(CommandTrait.ONE_SHOT) && !words.contains("--help") && !words.contains("-h")) {
            String script = "connect PLACE; " + String.join(" ", words);
            if (first.equals("connect")) {
                script = String.join(" ", words) + "; status";
            }
            throw Failure.of(ExitStatus.USAGE, first + " works at the prompt and in scripts only")
                    .next("metash -c '" + script + "'");
        }
        boolean interactive = io.inTerminal() && io.outTerminal();
        if (entry.is(CommandTrait.OPENS_SHELL) && interactive && words.size() == 1) {
            return Shell.interactive(table(), io, options.forShell(config), entry.name());
        }
        boolean screen = interactive && io.errTerminal();
        if (entry.is(CommandTrait.ASKS) && screen && ConnectionOptions.only(words.subList(1, words.size()))) {
            return Shell.once(table(), io, options.forShell(config), options.connection(), words);
        }
        try (CommandContext context = new CommandContext(table(), io, false, options.debug())) {
            context.use(config);
            context.markOneShot();
            context.use(options.connection());
            context.interrupts().listenBy(() -> Interrupts.askToStop(context));
            ProgressEnd.watch(context);
            if (entry.is(CommandTrait.SCRIPTED)) {
                Shell.attach(context, options.forShell(config));
            }
            return OneShotPager.run(context, words, () -> new CommandLineRunner(context).run(words));
        }
    }

    /** Prints completion candidates for the system shell, whose completion script calls this on TAB. */
    private void completion(List<String> arguments) throws IOException {
        SystemShell shell = SystemShell.valueOf(arguments.get(0).toUpperCase(Locale.ROOT));
        List<String> line = arguments.subList(1, arguments.size());
        List<String> before = new ArrayList<>(shell.words(line));
        String typed = before.remove(before.size() - 1);
        io.out().print(shell.answer(candidates(before, typed), line));
    }

    private List<Candidate> candidates(List<String> before, String typed) throws IOException {
        try {
            options.removeFrom(before);
        } catch (Failure e) {
            return SystemShellCompletion.files(typed);
        }
        settings(true);
        try (CommandContext context = new CommandContext(table(), io, false, options.debug())) {
            context.use(config);
            context.markOneShot();
            context.use(options.connection());
            context.setPrompter(null);
            return new SystemShellCompletion(context, GlobalOptions.NAMES).complete(before, typed, new Cancel());
        }
    }

    private void usage() {
        io.out().println("metash: inspect, back up and rebuild a Databend meta store");
        io.out().println();
        io.out().println("  metash                      opens the shell");
        io.out().println("  metash COMMAND ...          runs one command");
        io.out().println("  metash -c 'connect D; ls'   runs the given commands");
        io.out().println("  metash FILE.metash ARG...   runs the commands of a file; - is standard input");
        io.out().println();
        HelpCommand.list(table(), io.out()::println, true);
        io.out().println();
        String inShell = table().entries().stream()
                .filter(entry -> !entry.is(CommandTrait.ONE_SHOT))
                .map(CommandEntry::name)
                .collect(Collectors.joining(", "));
        for (String line : TextWrap.lines("In the shell and in scripts also: " + inShell + ".", HELP_COLUMNS)) {
            io.out().println(line);
        }
        io.out().println();
        io.out()
                .print(
                        """
                        Before a command or a script:
                          --debug                     prints the stack of a failure
                          --color auto|always|never   when to use colors, auto by default
                          --utc, --local              the time zone of printed times
                          --log json                  prints messages as JSON lines
                          --no-config                 ignores metash.toml
                          --no-history                saves no typed lines
                        Before or after a command, as with metactl:
                          --user USER                 the user, root by default
                          --password-file FILE        the password, empty by default
                          --grpc-tls-ca-cert FILE, --grpc-tls-domain-name NAME
                                                      TLS; both are required
                        Before a script:
                          -x                          prints each command before it runs
                          --allow-shell               lets the script run programs
                          --record FILE               writes the commands to the new script FILE

                        metash help COMMAND explains a command, metash help topics lists further topics.
                        """);
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        if (version == null) {
            return "development";
        }
        return version;
    }
}
