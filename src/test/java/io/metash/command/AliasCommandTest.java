package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.completion.Completion;
import io.metash.command.completion.LineGrammar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short names for commands. */
class AliasCommandTest {
    @Test
    void anAliasExpandsToACommandWithArguments() {
        CommandRun run = new CommandRun();
        run.ok("alias t = tables");
        run.ok("alias raw= ls -o raw");
        run.ok("alias quoted = get 'a b'");
        assertEquals("alias quoted = get 'a b'\nalias raw = ls -o raw\nalias t = tables\n", run.ok("alias"));
        assertEquals(
                List.of("ls", "-o", "raw", "k"), run.context().shell().aliases().resolve(List.of("raw", "k")));
        run.ok("alias t =");
        assertEquals("alias quoted = get 'a b'\nalias raw = ls -o raw\n", run.ok("alias"));
    }

    @Test
    void invalidAliasesAreRefused() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.status("alias ls = tables"));
        assertEquals("metash: ls is a command, so it cannot be an alias\n  next   alias myls = tables\n", run.err());
        assertEquals(2, run.status("alias t tables"));
        assertEquals("metash: alias: the = is missing\n  next   alias NAME = COMMAND\n", run.err());
        assertEquals(2, run.status("alias t = tabels"));
        assertEquals("metash: unknown command 'tabels'\n  next   did you mean tables?\n", run.err());
        assertEquals(1, run.status("alias t ="));
        assertEquals("metash: there is no alias t\n  next   alias\n", run.err());
    }

    @Test
    void completionAndHintsFollowAnAlias() {
        CommandRun run = new CommandRun();
        run.open("s", "plain/one");
        run.ok("alias g = get");
        run.ok("alias drop = delete");
        assertEquals(
                List.of("plain/one"),
                new Completion(run.context())
                        .complete(List.of("g"), "plain/").stream()
                                .map(Completion.Candidate::value)
                                .toList());
        LineGrammar grammar = new LineGrammar(run.context());
        assertTrue(grammar.hint(List.of("g", "")).startsWith("get "), grammar.hint(List.of("g", "")));
        assertTrue(grammar.destroys("drop"));
        assertTrue(grammar.changes(List.of("drop", "x")));
    }
}
