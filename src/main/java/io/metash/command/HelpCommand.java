package io.metash.command;

import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code help}: all commands, or one of them. */
@Command(
        name = "help",
        description = {"Lists the commands, or shows one of them in full.", "", "Examples:", "  help", "  help import"})
public final class HelpCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command.")
    private String command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A help that sees this context. */
    public HelpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (command == null) {
            list(context.table(), context.io().out(), false);
            context.io().out().println();
            context.io()
                    .out()
                    .println("help COMMAND shows one in full. TAB completes commands, options, paths and keys.");
            return Status.OK.code();
        }
        CommandEntry entry = context.table().find(command).orElseThrow(() -> {
            List<String> near = Nearest.to(command, context.table().names());
            return Failure.of(Status.USAGE, "unknown command '" + command + "'")
                    .next(near.isEmpty() ? "help" : "help " + near.get(0));
        });
        PrintWriter out = new PrintWriter(context.io().out(), false, StandardCharsets.UTF_8);
        new CommandLineRunner(context).commandLine(entry).usage(out);
        out.flush();
        return Status.OK.code();
    }

    /** Lists commands by topic; {@code oneShot} leaves out those that need a shell. */
    public static void list(CommandTable table, PrintStream out, boolean oneShot) {
        String topic = null;
        for (CommandEntry entry : table.entries()) {
            if (oneShot && !entry.oneShot()) {
                continue;
            }
            if (!entry.topic().equals(topic)) {
                out.println((topic == null ? "" : "\n") + entry.topic());
                topic = entry.topic();
            }
            out.println(String.format(Locale.ROOT, "  %-18s %s", entry.name(), entry.summary()));
        }
    }
}
