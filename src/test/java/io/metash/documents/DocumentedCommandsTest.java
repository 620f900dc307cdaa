package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.output.Display;
import io.metash.output.Io;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** Commands and options that the README and the guide name exist. */
class DocumentedCommandsTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`|(?m)^ {4}(.+)$");
    private static final Pattern METASH =
            Pattern.compile("^(?:\\$ )?(?:scripts/)?metash ((?:--?\\w[\\w-]* )*)([a-z][a-z-]*)( .*)?$");
    private static final Pattern PROMPT = Pattern.compile("^metash(?: .*[)/\\]])?> ?");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

    private final CommandTable table = Commands.table();
    private final CommandLineRunner runner = new CommandLineRunner(new CommandContext(table, silent(), true, false));
    private final Map<String, Set<String>> options = new HashMap<>();
    private int checked;

    private static Io silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Io(null, nowhere, nowhere, false, false, false, () -> 80, Display.PLAIN);
    }

    @Test
    void everyCommandAndOptionExists() {
        List<String> faults = new ArrayList<>();
        List<Path> pages = new ArrayList<>(List.of(
                Repository.ROOT.resolve("README.md"),
                Repository.DOCS.resolve("README.zh.md"),
                Repository.DOCS.resolve("contributing.md")));
        pages.addAll(Repository.below(Repository.DOCS.resolve("guide"), ".md"));
        for (Path page : pages) {
            faults(Repository.text(page)).forEach(fault -> faults.add(Repository.name(page) + ": " + fault));
        }
        assertEquals(List.of(), faults);
        assertTrue(checked > 80, "only " + checked + " commands found");
    }

    @Test
    void anUnknownCommandOrOptionIsReported() {
        assertEquals(
                List.of("no command: metash no-such", "export has no --no-such", "ls has no --no-such"),
                faults("`metash no-such`, `export --no-such --db F`\n    metash --debug ls --no-such\n`ls -r`"));
    }

    private List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            String line =
                    PROMPT.matcher(code.group(code.group(1) == null ? 2 : 1)).replaceFirst("");
            Matcher started = METASH.matcher(line);
            boolean metash = started.matches();
            String command = metash ? started.group(2) : line.split(" ")[0];
            if (table.find(command).isPresent()) {
                checked++;
                Matcher option =
                        OPTION.matcher(metash && started.group(3) == null ? "" : line.substring(line.indexOf(command)));
                while (option.find()) {
                    if (!options(command).contains(option.group())) {
                        faults.add(command + " has no " + option.group());
                    }
                }
            } else if (metash) {
                faults.add("no command: " + line);
            }
        }
        return faults;
    }

    /** The options of a command and its subcommands. */
    private Set<String> options(String command) {
        return options.computeIfAbsent(command, name -> {
            Set<String> names = new HashSet<>();
            collect(runner.commandLine(table.find(name).orElseThrow()).getCommandSpec(), names);
            return names;
        });
    }

    private static void collect(CommandSpec spec, Set<String> names) {
        spec.options().forEach(option -> names.addAll(List.of(option.names())));
        spec.subcommands().values().forEach(line -> collect(line.getCommandSpec(), names));
    }
}
