package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repeated command. */
class EveryCommandTest {
    /** Headings contain the time, which tests do not know. */
    private static String heads(String err) {
        return err.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
    }

    @Test
    void everyRunIsPrintedAfterItsHeader() {
        CommandRun run = new CommandRun();
        run.open("one", "k1", "k2");
        String rows = "  k1\n  k2\n  2 lines, 2 keys, 6 B\n";
        assertEquals(rows + rows, run.ok("every --count 2 200ms ls -o raw"));
        assertEquals("every 200ms: ls -o raw  run 1, TIME\nevery 200ms: ls -o raw  run 2, TIME\n", heads(run.err()));
    }

    @Test
    void theStatusIsThatOfTheLastRun() {
        CommandRun run = new CommandRun();
        run.open("one", "x");
        assertEquals(1, run.status("every --count 1 1s get k --raw"));
        assertEquals("  metash: no such key\n    where  k in one\n    next   did you mean x?\n", run.out());
    }

    /** Ctrl-C is the regular end: neither the runs nor the messages mention it. */
    @ParameterizedTest
    @ValueSource(strings = {"ls -o raw", "grep v"})
    void ctrlCEndsItWithoutAMessage(String command) {
        CommandRun run = new CommandRun();
        AtomicInteger reads = new AtomicInteger();
        run.open("one", "k1").onRead = () -> {
            if (reads.incrementAndGet() == 2) {
                run.context().cancel().ask();
            }
        };
        assertEquals(130, run.status("every 200ms " + command));
        assertEquals(-1, (run.out() + run.err()).indexOf("interrupted"));
    }

    @Test
    void endlessCommandsAreNotRepeated() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.status("every 1s watch @live"));
        assertEquals(
                "metash: watch runs until it is interrupted, so it cannot be repeated\n  next   watch @live\n",
                run.err());
        assertEquals(2, run.status("every 1ms ls"));
        assertEquals("metash: the interval 1ms is too short\n  next   every 1s ls\n", run.err());
    }
}
