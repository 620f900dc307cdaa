package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The fast and the full parser of a command line. */
class FastArgumentsTest {
    @Test
    void bothParsersAcceptTheSameOptions() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        CommandContext context = new CommandContext(
                Commands.table(), new Io(null, nowhere, nowhere, false, false, false, () -> 80), false, false);
        int found = 0;
        for (CommandEntry entry : Commands.table().entries()) {
            if (entry.make(context) instanceof FastArguments.Command command) {
                found++;
                CommandSpec spec =
                        new CommandLineRunner(context).commandLine(entry).getCommandSpec();
                int most = spec.positionalParameters().stream()
                        .mapToInt(words ->
                                Math.max(words.arity().max(), words.index().max()))
                        .max()
                        .orElse(0);
                assertTrue(command.fastArguments().maxWords() <= most, entry.name());
                for (String name : command.fastArguments().names()) {
                    OptionSpec option = spec.findOption(name);
                    assertTrue(option != null && option.arity().max() == 1, entry.name() + " " + name);
                    assertEquals(name.equals("--initial-cluster"), option.isMultiValue(), name);
                }
            }
        }
        assertEquals(7, found);
    }

    @Test
    void onlyPlainCommandLinesAreParsed() {
        List<String> taken = new ArrayList<>();
        FastArguments words = new FastArguments().with("--raft-dir", taken::add).with("--initial-cluster", taken::add);
        assertFalse(words.parse(List.of("--help")));
        assertFalse(words.parse(List.of("--raft-dir", "--help")));
        assertFalse(words.parse(List.of("--raft-dir", "a", "--other", "b")));
        assertFalse(words.parse(List.of("--raft-dir", "a", "--raft-dir", "b")));
        assertFalse(words.parse(List.of("--raft-dir=a", "b")));
        assertFalse(words.parse(List.of("word")));
        assertFalse(words.parse(List.of("--raft-dir", "")));
        assertEquals(List.of(), taken);
        assertTrue(words.parse(List.of("--initial-cluster", "1=a", "--raft-dir", "d", "--initial-cluster", "2=b")));
        assertEquals(List.of("1=a", "d", "2=b"), taken);
        assertTrue(words.parse(List.of()));
    }

    @Test
    void argumentsMayFollowOptions() {
        List<String> taken = new ArrayList<>();
        FastArguments words = new FastArguments().with("--at", taken::add).words(2, taken::addAll);
        assertFalse(words.parse(List.of("a", "b", "c")));
        assertFalse(words.parse(List.of("a", "")));
        assertFalse(words.parse(List.of("a", "--", "b")));
        assertFalse(words.parse(List.of("a", "--at")));
        assertEquals(List.of(), taken);
        assertTrue(words.parse(List.of("a", "--at", "x", "b")));
        assertEquals(List.of("x", "a", "b"), taken);
    }
}
