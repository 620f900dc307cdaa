package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.output.Display;
import org.junit.jupiter.api.Test;

/** A command on every open session. */
class OnCommandTest {
    @Test
    void theCommandRunsOnEachSession() {
        CommandRun run = new CommandRun();
        run.open("one", "k1", "k2");
        run.open("two", "x");
        run.ok("use one");
        assertEquals("k1\nk2\nx\n", run.ok("on all ls -o raw"));
        assertEquals("on one:\n2 lines, 2 keys, 6 B\non two:\n1 line, 1 key, 2 B\n", run.err());
        assertEquals("one", run.context().session().name());
    }

    @Test
    void aFailureOnOneSessionDoesNotStopTheOthers() {
        CommandRun run = new CommandRun();
        run.open("one", "x");
        run.open("two", "k");
        run.open("three", "k");
        assertEquals(1, run.status("on all get k --raw"));
        assertEquals("vv", run.out().replace("\n", ""));
        assertEquals("three", run.context().session().name());
        assertEquals(2, run.status("on two ls"));
        assertEquals(
                "metash: on takes the word all, not 'two'\n"
                        + "  next   on all COMMAND, or COMMAND @SESSION for one session\n",
                run.err());
    }

    /** On a terminal each heading is above the list of its session, in a pager too. */
    @Test
    void headersPrecedeListsOnATerminal() {
        CommandRun run = new CommandRun(true, 80, Display.PLAIN);
        run.open("one", "k1", "k2");
        run.open("two", "x");
        assertEquals(
                """
                on one:
                keys  bytes  key
                   1    3 B  k1
                   1    3 B  k2
                on two:
                keys  bytes  key
                   1    2 B  x
                """,
                run.ok("on all ls"));
    }
}
