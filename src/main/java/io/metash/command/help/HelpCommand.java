package io.metash.command.help;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.CommandTrait;
import io.metash.command.HelpPage;
import io.metash.command.NearestNames;
import io.metash.output.TextWidth;
import io.metash.output.TextWrap;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code help}: lists the commands, or explains a command or a topic. */
@Command(
        name = "help",
        description = {
            "Lists the commands, or shows a command or a topic in full. ? does the same.",
            "Where a command and a topic have the same name, both are shown.",
            "",
            "Examples:",
            "  help import",
            "  help topics",
            "  help disaster",
            "  help --man export"
        })
public final class HelpCommand implements Callable<Integer> {
    /** A line of a paragraph: neither indented, nor numbered, nor in columns. */
    private static final Pattern PROSE = Pattern.compile("(?!.* {2})[^ 0-9].*");

    private final CommandContext context;

    @Parameters(
            arity = "0..2",
            paramLabel = "COMMAND",
            completionCandidates = Topics.class,
            description = "A command and its subcommand, a topic, or 'topics'.")
    private List<String> words = List.of();

    @Option(names = "--man", description = "Prints the manual page of a command, or of metash, for man -l -.")
    private boolean man;

    /** The topic names, for completion. */
    static final class Topics implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> all = new ArrayList<>(HelpTopics.NAMES);
            all.add("topics");
            return all.iterator();
        }
    }

    public HelpCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = context.io().out();
        String first = "";
        if (!words.isEmpty()) {
            first = words.get(0);
        }
        if (man) {
            out.print(words.isEmpty() ? ManPage.ofProgram(context) : ManPage.of(context, entry(first)));
        } else if (words.isEmpty()) {
            list(context.table(), this::print, false);
            print("");
            print("help COMMAND shows a command in full, help topics lists the topics.");
        } else if (first.equals("topics")) {
            for (String topic : HelpTopics.NAMES) {
                print(String.format(Locale.ROOT, "  help %-12s %s", topic, HelpTopics.title(topic)));
            }
        } else {
            boolean topic = words.size() == 1 && HelpTopics.NAMES.contains(first);
            if (!topic || context.table().find(first).isPresent()) {
                HelpPage.print(part(entry(first)), context.io());
                out.print(topic ? "\n" : "");
            }
            if (topic) {
                print(HelpTopics.text(first).lines().toList());
            }
        }
        return ExitStatus.OK.code();
    }

    /** Prints a topic. Paragraphs that do not fit the terminal are joined and wrapped. */
    private void print(List<String> topic) {
        List<String> paragraph = new ArrayList<>();
        for (String line : topic) {
            if (!PROSE.matcher(line).matches()) {
                end(paragraph);
                print(line);
            } else {
                paragraph.add(line);
            }
        }
        end(paragraph);
    }

    private void end(List<String> paragraph) {
        boolean fits = !context.io().outTerminal()
                || paragraph.stream()
                        .allMatch(line ->
                                TextWidth.of(line) <= context.io().width().getAsInt());
        if (fits) {
            paragraph.forEach(this::print);
        } else {
            print(String.join(" ", paragraph));
        }
        paragraph.clear();
    }

    private void print(String line) {
        PrintStream out = context.io().out();
        if (context.io().outTerminal()) {
            TextWrap.helpLine(line, context.io().width().getAsInt()).forEach(out::println);
        } else {
            out.println(line);
        }
    }

    private CommandLine part(CommandEntry entry) {
        CommandLine line = new CommandLineRunner(context).commandLine(entry);
        if (words.size() < 2) {
            return line;
        }
        CommandLine part = line.getSubcommands().get(words.get(1));
        if (part == null) {
            List<String> near =
                    NearestNames.to(words.get(1), line.getSubcommands().keySet());
            throw Failure.of(ExitStatus.USAGE, entry.name() + " has no subcommand '" + words.get(1) + "'")
                    .next("metash help " + entry.name() + (near.isEmpty() ? "" : " " + near.get(0)));
        }
        return part;
    }

    private CommandEntry entry(String command) {
        return context.table().find(command).orElseThrow(() -> {
            List<String> names = new ArrayList<>(context.table().names());
            names.addAll(HelpTopics.NAMES);
            names.add("topics");
            List<String> near = NearestNames.to(command, names);
            return Failure.of(ExitStatus.USAGE, "unknown command or topic '" + command + "'")
                    .next(near.isEmpty() ? "metash help" : "metash help " + String.join(", or metash help ", near));
        });
    }

    /** Lists commands by topic; {@code oneShot} leaves out those that need a shell. */
    public static void list(CommandTable table, Consumer<String> out, boolean oneShot) {
        String topic = null;
        for (CommandEntry entry : table.entries()) {
            if (oneShot && !entry.is(CommandTrait.ONE_SHOT)) {
                continue;
            }
            if (!entry.topic().equals(topic)) {
                if (topic != null) {
                    out.accept("");
                }
                out.accept(entry.topic());
                topic = entry.topic();
            }
            out.accept(String.format(Locale.ROOT, "  %-22s %s", entry.name(), entry.summary()));
        }
    }
}
