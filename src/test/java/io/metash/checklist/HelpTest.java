package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.Commands;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.HelpPage;
import io.metash.command.completion.Completion;
import io.metash.command.help.Examples;
import io.metash.command.help.HelpTopics;
import io.metash.output.Display;
import io.metash.shell.ExampleRunner;
import io.metash.testing.Program;
import io.metash.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Help has one source, and it is correct. */
class HelpTest {
    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun();

    private static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private int shell(String shell, String text) throws IOException, InterruptedException {
        Path file = Files.writeString(scratch.resolve("script." + shell), text);
        return new ProcessBuilder(shell, "-n", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** The syntax is wrapped between words at each width, in help and in usage errors. */
    @Test
    void theSyntaxIsNotBrokenWithinWords() {
        for (int columns : new int[] {40, 80, 120}) {
            CommandRun screen = new CommandRun(true, columns, Display.PLAIN);
            CommandLineRunner runner = new CommandLineRunner(screen.context());
            for (CommandEntry entry : Commands.table().entries()) {
                String synopsis = HelpPage.synopsis(runner.commandLine(entry).getCommandSpec());
                List<String> wanted = List.of(("Usage: " + synopsis).split("\\s+"));
                List<String> shown = List.of(screen.ok("help " + entry.name()).split("\\s+"));
                assertEquals(wanted, shown.subList(0, wanted.size()), entry.name() + " at " + columns);
            }
        }
        assertTrue(
                new CommandRun(true, 80, Display.PLAIN)
                        .ok("help log")
                        .startsWith(
                                """
                                Usage: log [-h] [--fail-empty] [--plain-keys] [--show-secrets] [--key=PREFIX]
                                           [-o=FORMAT] [--since=TIME] [--raw | --hex] [--utc | --local]
                                           [FROM..TO]
                                """));
        assertEquals(2, run.status("log --none"));
        assertTrue(run.err().contains("[--utc | --local] [FROM..TO]\n"), run.err());
    }

    /** picocli would replace a variable in a description by its value. */
    @Test
    void aVariableInAHelpTextIsPrinted() {
        assertTrue(run.ok("help unset").contains("${NAME:-text}"));
    }

    @Test
    void r25_completionScriptsAreValid() throws IOException, InterruptedException {
        int tried = 0;
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = run.ok("completion " + shell);
            if (has(shell)) {
                tried++;
                assertEquals(0, shell(shell, script), shell);
                assertTrue(shell(shell, script + "\nif (((\n") != 0, "this check finds nothing");
            }
        }
        assumeTrue(tried == 3, "zsh or fish is not installed: " + tried + " of 3 shells tried");
    }

    /** Prints what a script of a shell offers for TAB in each of the lines. */
    private String completed(String shell, String ask, String... lines) throws IOException, InterruptedException {
        assumeTrue(has(shell), shell + " is not installed");
        Path script = Files.writeString(scratch.resolve("c"), run.ok("completion " + shell));
        Program program = new Program(scratch);
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            String metash = "'" + String.join("' '", Programs.metash()) + "'";
            String text = ask.replace("@script@", script.toString())
                    .replace("@metash@", metash)
                    .replace("@line@", line);
            program.fed("", List.of(shell, "-c", text));
            assertEquals("", program.err());
            all.append(program.out()).append("--\n");
        }
        return all.toString();
    }

    @Test
    void r25_bashCompletes() throws IOException, InterruptedException {
        Files.writeString(scratch.resolve("a file.ndjson"), "");
        String ask =
                """
                source @script@
                metash() { @metash@ "$@"; }
                compopt() { echo "options $*"; }
                COMP_LINE="@line@" COMP_POINT=${#COMP_LINE} COMP_WORDS=(metash) word=${COMP_LINE##* }
                _metash metash "${word##*=}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        assertEquals(
                """
                import
                --
                --raft-dir
                --
                ndjson
                --
                fish
                --
                options -o filenames
                a file.ndjson
                --
                """,
                completed(
                        "bash",
                        ask,
                        "metash impo",
                        "metash import --raf",
                        "metash config show -o nd",
                        "X=1 metash --no-config completion f",
                        "metash import --db=a"));
    }

    @Test
    void r25_zshCompletes() throws IOException, InterruptedException {
        Files.createDirectory(scratch.resolve("raft"));
        String ask =
                """
                compdef() { :; }
                source @script@
                metash() { @metash@ "$@"; }
                _describe() { print -r -- "open <$open> closed <$closed>"; }
                words=(@line@) CURRENT=$#words PREFIX=$words[-1]
                _metash
                """;
        assertEquals(
                """
                open <> closed <import:build a Raft directory from an export>
                --
                open <raft/> closed <>
                --
                """,
                completed("zsh", ask, "metash impo", "metash import --raft-dir r"));
    }

    @Test
    void r25_fishCompletes() throws IOException, InterruptedException {
        Files.createDirectory(scratch.resolve("raft"));
        String ask =
                """
                source @script@
                function metash; @metash@ $argv; end
                complete -C '@line@'
                """;
        assertEquals(
                """
                import\tbuild a Raft directory from an export
                --
                raft/
                --
                """,
                completed("fish", ask, "metash impo", "metash import --raft-dir r"));
    }

    @Test
    void r31_didYouMean() {
        run.open(
                "s",
                "__fd_database/t/default",
                "__fd_database/t/shop",
                "__fd_table/1/orders",
                "__fd_table/1/orders_2",
                "x");
        assertEquals(2, run.status("gett x"));
        assertTrue(run.err().contains("did you mean get"), run.err());
        assertEquals(1, run.status("get __fd_database/t/shpo"));
        assertTrue(run.err().contains("next   did you mean __fd_database/t/shop?\n"), run.err());
        assertEquals(1, run.status("get __fd_databse/t/default"));
        assertTrue(run.err().contains("next   did you mean __fd_database/t/default?\n"), run.err());
        assertEquals(1, run.status("get __fd_table/1/ordes"));
        assertTrue(run.err().contains("did you mean __fd_table/1/orders?\n"), run.err());
        run.ok("cd __fd_database/t");
        assertEquals(1, run.status("get defalt"));
        assertTrue(run.err().contains("did you mean default?\n"), run.err());
        assertEquals(2, run.status("use t"));
        assertEquals(2, run.status("ls --recursiv"));
        assertTrue(run.err().contains("did you mean --recursive?"), run.err());
        assertEquals(1, run.status("get nothing-like-it"));
        assertFalse(run.err().contains("did you mean"), run.err());
    }

    @Test
    void r49_allFormsOfHelpAgree() throws IOException {
        String list = run.ok("help");
        assertEquals(list, run.ok("?"));
        for (CommandEntry entry : Commands.table().entries()) {
            assertTrue(
                    Pattern.compile("(?m)^  " + Pattern.quote(entry.name()) + " +\\S")
                            .matcher(list)
                            .find(),
                    entry.name());
            String shown = run.ok("help " + entry.name());
            assertEquals(run.ok(entry.name() + " --help"), HelpTopics.NAMES.contains(entry.name()) ? run.out() : shown);
            String page =
                    run.ok("help --man " + entry.name()).replace("\\-", "-").replace("\\e", "\\");
            for (String example : examples(entry)) {
                assertTrue(
                        shown.replaceAll("\\s+", " ").contains(example.replaceAll("\\s+", " "))
                                || page.contains(example),
                        entry.name() + ": " + example);
                assertTrue(page.contains("  " + example), entry.name() + ", man: " + example);
            }
        }
        assertEquals(
                1,
                run.ok("help --man").lines().filter(l -> l.equals(".B export")).count());
    }

    /** A command to copy is on one line, and the next section has its own heading. */
    @Test
    void r49_aHelpPageIsFormatted() {
        for (CommandEntry entry : Commands.table().entries()) {
            List<String> names = new ArrayList<>(List.of(entry.name()));
            new CommandLineRunner(run.context())
                    .commandLine(entry)
                    .getSubcommands()
                    .keySet()
                    .forEach(part -> names.add(entry.name() + " " + part));
            for (String name : names) {
                String page = run.ok(name + " --help");
                assertTrue(page.startsWith("Usage: " + name + " ["), page);
                assertTrue(page.contains("\n\nOptions:\n"), page);
                String rest = page.substring(page.indexOf("\n\nExamples:\n") + "\n\nExamples:\n".length());
                List<String> shown =
                        rest.substring(0, rest.indexOf("\n\n")).lines().toList();
                List<String> all = examples(entry);
                shown.forEach(line -> assertTrue(all.contains(line.substring(2)), line));
                assertTrue(rest.matches("(?s).*?\n\n(Arguments|Options):\n.*"), page);
                page.lines().filter(line -> line.length() > 80).forEach(line -> assertTrue(shown.contains(line), line));
            }
        }
        assertTrue(
                run.ok("set --help").contains("Arguments:\n      [NAME VALUE]      The name and the value.\n"),
                run.out());
    }

    /** Some commands also exist in the system's shell, so examples must show which shell they are for. */
    @Test
    void r49_outsideTheShellExamplesNameThePrompt() throws IOException, InterruptedException {
        Program program = new Program(scratch);
        assertEquals(0, program.run("help", "export"), program.err());
        String head = "\n\nExamples, at the metash prompt; elsewhere prefixed with metash:\n  export --raft-dir ";
        assertTrue(program.out().startsWith("Usage: metash export "), program.out());
        assertTrue(program.out().contains(head), program.out());
        assertEquals(0, program.run("help", "ls"), program.err());
        assertTrue(program.out().startsWith("Usage: ls "), program.out());
        assertTrue(program.out().contains("\n\nExamples:\n  ls\n"), program.out());
        assertTrue(run.ok("help --man export").contains("\nAt the metash prompt; elsewhere prefixed with metash:\n"));
        assertFalse(run.ok("help --man ls").contains("elsewhere"));
    }

    /** As typed at a prompt, where a backslash escapes the question mark. */
    @Test
    void r49_aQuestionMarkWithABackslash() throws IOException, InterruptedException {
        Program program = new Program(scratch);
        assertEquals(0, program.run("-c", "\\?"));
        String out = program.out();
        assertEquals(0, program.run("-c", "help"));
        assertEquals(program.out(), out);
    }

    private List<String> examples(CommandEntry entry) {
        return Examples.of(new CommandLineRunner(run.context()).commandLine(entry));
    }

    @Test
    void r49_everyCommandHasTwoExamples() {
        List<String> few = new ArrayList<>();
        for (CommandEntry entry : Commands.table().entries()) {
            CommandLine line = new CommandLineRunner(run.context()).commandLine(entry);
            long own = examples(entry).stream()
                    .filter(example ->
                            example.matches("(.*[;|] *)?(try )?" + Pattern.quote(entry.name()) + "( .*|;.*)?"))
                    .count();
            if (own < 2) {
                few.add(entry.name());
            }
            line.getSubcommands().forEach((name, part) -> {
                if (Examples.of(part).size() < 2) {
                    few.add(entry.name() + " " + name);
                }
            });
        }
        assertEquals(List.of(), few);
    }

    @Test
    void r49_everyExampleRuns() throws IOException, InterruptedException {
        Path world = Files.createDirectories(scratch.resolve("world"));
        List<String> command = new ArrayList<>(Program.command());
        command.set(command.size() - 1, ExampleRunner.class.getName());
        command.add(Path.of("src/examples/sample.ndjson").toAbsolutePath().toString());
        Program program = new Program(world).waitingFor(600);
        assertEquals(0, program.fed("", command), () -> program.out() + program.err());
        assertEquals("", program.out());
        Matcher ran = Pattern.compile("(\\d+) examples").matcher(program.err());
        assertTrue(ran.find() && Integer.parseInt(ran.group(1)) > 80, program.err());
    }

    @Test
    void r50_wrongUsagePointsAtTheWord() {
        run.open("s", "a");
        assertEquals(2, run.status("ls --limit 3 --nope a"));
        assertEquals(
                """
                metash: ls: '--nope' is not valid here
                  ls --limit 3 --nope a
                               ^^^^^^
                """,
                run.err().lines().limit(3).reduce("", (a, b) -> a + b + "\n"));
        assertEquals(2, run.status("ls --limit many"));
        assertTrue(run.err().contains("  ls --limit many\n             ^^^^\n"), run.err());
        assertEquals(2, run.status("use"));
        assertTrue(run.err().contains("  use \n      ^\n"), run.err());
        assertTrue(run.err().contains("  why    usage: use [-h] SESSION\n"), run.err());
        assertEquals(2, run.status("ls --nope " + "x".repeat(300)));
        assertTrue(run.err().lines().limit(3).allMatch(line -> line.length() <= 80), run.err());
        assertTrue(run.err().lines().count() <= 6, "this is the whole help: " + run.err());
    }

    @Test
    void r51_topics() throws IOException {
        String topics = run.ok("help topics");
        List<String> wanted =
                List.of("backup", "restore", "rebuild", "disaster", "exit-codes", "script", "keys", "log-id");
        assertEquals(
                wanted, topics.lines().map(line -> line.strip().split(" +")[1]).toList());
        for (String topic : wanted) {
            String text = run.ok("help " + topic);
            assertTrue(text.endsWith(HelpTopics.text(topic)), topic);
            assertTrue(HelpTopics.text(topic).lines().allMatch(line -> line.length() <= 120), topic);
        }
        assertEquals(
                List.of("disaster"),
                new Completion(run.context())
                        .complete(List.of("help"), "disa").stream()
                                .map(Completion.Candidate::value)
                                .toList());
        assertEquals(2, run.status("help disastre"));
        assertTrue(run.err().contains("next   help disaster"), run.err());
    }

    /** On a terminal only examples and words longer than a row exceed its width; no word is lost at any width. */
    @Test
    void pagesOfCommandsFitTheTerminal() {
        CommandRun plain = new CommandRun(true, 120, Display.PLAIN);
        for (int columns : List.of(40, 60)) {
            CommandRun terminal = new CommandRun(true, columns, Display.PLAIN);
            for (CommandEntry entry : Commands.table().entries()) {
                String shown = terminal.ok("help " + entry.name());
                assertEquals(
                        plain.ok("help " + entry.name()).replaceAll("\\s+", " "),
                        shown.replaceAll("\\s+", " "),
                        entry.name() + " at " + columns);
                String wide = shown.lines()
                        .filter(line -> line.length() > columns && !line.matches("  [^ -].*"))
                        .filter(line -> line.strip().contains(" "))
                        .collect(Collectors.joining("\n"));
                assertEquals("", wide, entry.name() + " at " + columns);
            }
        }
    }

    /** On a terminal only commands and words longer than a row exceed its width. */
    @Test
    void r51_topicsFitTheTerminal() throws IOException {
        for (int columns : List.of(40, 60, 80, 120)) {
            CommandRun terminal = new CommandRun(true, columns, Display.PLAIN);
            for (String topic : HelpTopics.NAMES) {
                Set<String> whole = HelpTopics.text(topic).lines().collect(Collectors.toSet());
                String words = HelpTopics.text(topic).replaceAll("\\s+", " ");
                String shown = terminal.ok("help " + topic);
                assertTrue(shown.replaceAll("\\s+", " ").endsWith(words), shown);
                String wide = shown.lines()
                        .dropWhile(line -> !line.equals(title(topic)))
                        .filter(line -> line.length() > columns)
                        .filter(line -> !whole.contains(line) && line.strip().contains(" "))
                        .collect(Collectors.joining("\n"));
                assertEquals("", wide, topic + " at " + columns);
            }
            terminal.ok("help topics");
            assertEquals(
                    "",
                    (terminal.out() + terminal.ok("help"))
                            .lines()
                            .filter(line -> line.length() > columns)
                            .collect(Collectors.joining("\n")));
        }
        CommandRun narrow = new CommandRun(true, 60, Display.PLAIN);
        assertEquals(
                """
                Log ids such as T1-N0.83

                Every change is an entry of the raft log. Its id has three
                parts:

                  T1    term 1: each election of a leader begins a new term
                  N0    node 0: the leader of that term, which wrote the
                        entry
                  83    the index: entries are numbered, and each number is
                        used once

                Ids are compared by term, then index. A store that has
                applied up to T1-N0.83 holds the result of all entries up to
                index 83. Of two backups of one cluster, the one with the
                higher id holds more.

                  status                            last applied, log,
                                                    snapshot, all as log ids
                  verify backup.ndjson              the last log id of a
                                                    backup
                  init-cluster check PLAN           whether every node has
                                                    applied the same one
                """,
                narrow.ok("help log-id"));
    }

    private static String title(String topic) {
        try {
            return HelpTopics.text(topic).lines().findFirst().orElse("");
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The commands in help topics exist and have these options. */
    @Test
    void r51_topicsNameRealCommands() throws IOException {
        for (String topic : HelpTopics.NAMES) {
            Matcher command = Pattern.compile("(?m)(?:^| {2,})metash ([a-z][a-z-]+)((?: +(?!or )[^\\s,;]+)*)")
                    .matcher(HelpTopics.text(topic));
            while (command.find()) {
                String name = command.group(1);
                CommandEntry entry = Commands.table().find(name).orElse(null);
                if (entry == null) {
                    assertTrue(
                            name.endsWith("metash") || List.of("new", "nightly").contains(name),
                            topic + ": " + command.group());
                    continue;
                }
                for (String word : command.group(2).strip().split(" +")) {
                    if (word.startsWith("--")) {
                        String help = run.ok("help " + name)
                                + (name.equals("init-cluster") ? run.ok("help init-cluster plan") : "");
                        assertTrue(help.contains(word.split("=")[0]), topic + ": " + command.group());
                    }
                }
            }
        }
    }
}
