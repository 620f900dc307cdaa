package io.metash;

import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.Commands;
import io.metash.command.Context;
import io.metash.command.Failures;
import io.metash.command.HelpCommand;
import io.metash.command.Io;
import io.metash.command.Nearest;
import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The door of the program: {@code metash} opens the shell, {@code metash COMMAND ...} runs one command, {@code metash -c TEXT}
 * and {@code metash FILE.metash} run a script. A command in one shot loads neither the terminal nor the sorter.
 */
public final class Main {
    private final CommandTable table = Commands.table();
    private final Io io;
    private boolean debug;

    private Main(Io io) {
        this.io = io;
    }

    /** Runs metash with the arguments of the command line and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Io.ofProcess(Terminals.is(0), Terminals.is(1), Terminals.is(2))));
    }

    /** Runs metash on the given streams; returns the exit status. */
    static int run(String[] arguments, Io io) {
        Main main = new Main(io);
        int status;
        try {
            status = main.run(new ArrayList<>(Arrays.asList(arguments)));
        } catch (IOException | RuntimeException | Error thrown) {
            Failure failure = Failures.of(thrown);
            Failures.render(failure, io.err(), main.debug);
            status = failure.status().code();
        }
        io.out().flush();
        io.err().flush();
        return status;
    }

    private int run(List<String> words) throws IOException {
        globalOptions(words);
        if (words.isEmpty()) {
            boolean person = io.inTerminal() && io.outTerminal();
            return person ? Shell.interactive(table, io, debug) : Shell.input(table, io, debug);
        }
        String first = words.get(0);
        switch (first) {
            case "--version" -> {
                io.out().println("metash " + version());
                return Status.OK.code();
            }
            case "-h", "--help" -> {
                usage();
                return Status.OK.code();
            }
            case "-c" -> {
                if (words.size() != 2) {
                    throw Failure.of(Status.USAGE, "-c takes one text").next("metash -c 'connect PLACE; ls'");
                }
                return Shell.text(table, io, debug, words.get(1));
            }
            default -> {
                return command(first, words);
            }
        }
    }

    /** Those that stand before the command. The log level of metactl has no effect: there is no log. */
    private void globalOptions(List<String> words) {
        while (!words.isEmpty()) {
            String word = words.get(0);
            if (word.equals("--debug")) {
                debug = true;
                words.remove(0);
            } else if (word.startsWith("--log-level")) {
                words.remove(0);
                if (!word.contains("=") && !words.isEmpty()) {
                    words.remove(0);
                }
            } else {
                return;
            }
        }
    }

    private int command(String first, List<String> words) throws IOException {
        CommandEntry entry = table.find(first).orElse(null);
        if (entry == null) {
            for (String old : List.of("export", "import")) {
                if (words.remove("--" + old)) {
                    words.add(0, old);
                    return command(old, words);
                }
            }
            if (first.endsWith(".metash") || Files.isRegularFile(Path.of(first))) {
                return Shell.file(table, io, debug, Path.of(first));
            }
            List<String> near = Nearest.to(first, table.names());
            throw Failure.of(Status.USAGE, "unknown command '" + first + "'")
                    .next(near.isEmpty() ? "metash --help" : "did you mean " + String.join(" or ", near) + "?");
        }
        if (!entry.oneShot() && !words.contains("--help") && !words.contains("-h")) {
            throw Failure.of(Status.USAGE, first + " works in a session")
                    .next("metash -c 'connect PLACE; " + String.join(" ", words) + "'");
        }
        try (Context context = new Context(table, io, false, debug)) {
            return new CommandLineRunner(context).run(words);
        }
    }

    private void usage() {
        io.out().println("metash: look into a Databend meta store, back it up, rebuild it");
        io.out().println();
        io.out().println("  metash                      opens the shell");
        io.out().println("  metash COMMAND ...          runs one command");
        io.out().println("  metash -c 'connect D; ls'   runs the commands of a text");
        io.out().println("  metash FILE.metash          runs the commands of a file");
        io.out().println();
        HelpCommand.list(table, io.out(), true);
        io.out().println();
        io.out()
                .println(
                        "In the shell and in scripts also: connect, sessions, use, disconnect, ls, get, status, exit.");
        io.out().println("metash help COMMAND shows one in full. --debug before it shows the stack of a failure.");
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
