package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The progress line: drawing, content, clearing. */
class ProgressLineTest {
    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private final AtomicLong clockMs = new AtomicLong();

    private Io io(boolean terminal) {
        PrintStream screen = new PrintStream(drawn, true, StandardCharsets.UTF_8);
        return new Io(null, screen, screen, terminal, terminal, terminal, () -> 80, Display.PLAIN);
    }

    private CommandContext context() {
        return new CommandContext(new CommandTable(List.of()), io(true), true, false);
    }

    private String drawn() {
        return drawn.toString(StandardCharsets.UTF_8);
    }

    private ProgressLine importFor1300Ms(boolean terminal, List<Long> drawnAtMs) {
        ProgressLine line = new ProgressLine(io(terminal), "importing", clockMs::get);
        for (int i = 1; i <= 260; i++) {
            int before = drawn.size();
            clockMs.addAndGet(5);
            line.moved(i * 1000, i * 100_000, 500_000_000);
            if (drawn.size() > before) {
                drawnAtMs.add(clockMs.get());
            }
        }
        return line;
    }

    @Test
    void r45_progressOnATerminal() {
        List<Long> drawnAtMs = new ArrayList<>();
        ProgressLine line = importFor1300Ms(true, drawnAtMs);
        assertEquals(List.of(400L, 550L, 700L, 850L, 1000L, 1150L, 1300L), drawnAtMs);
        assertEquals(
                """
                importing: 8.00 MB of 500.0 MB, 1%, 200,000 records/s, 25 s left
                importing: 11.0 MB of 500.0 MB, 2%, 200,000 records/s, 24 s left
                """,
                drawn().replaceAll(" *\r+", "\n").lines().skip(1).limit(2).reduce("", (a, b) -> a + b + "\n"));
        drawn.reset();
        line.clear();
        assertTrue(drawn().matches("\r *\r"), drawn());
        assertEquals("260,000 records, 26.0 MB in 1.3 s (20.0 MB/s)", line.summary());
    }

    @Test
    void r45_noProgressWithoutATerminal() {
        ProgressLine line = importFor1300Ms(false, new ArrayList<>());
        line.clear();
        assertEquals("", drawn());
        assertEquals("260,000 records, 26.0 MB in 1.3 s (20.0 MB/s)", line.summary());
    }

    /** The thread that draws a line without progress. */
    private static Thread ticker(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("progress"))
                .collect(Collectors.toSet());
    }

    @Test
    void r45_progressIsNotDrawnOverAQuestion() throws IOException {
        Set<Thread> before = threads();
        CommandContext context = context();
        new ProgressLine(context, "reading", clockMs::get);
        Thread ticker = ticker(before);
        clockMs.set(1_000);
        Await.until("the line is drawn", () -> drawn().contains("reading"));
        context.setPrompter(question -> {
            clockMs.set(10_000);
            Await.until("nothing draws the line", () -> !ticker.isAlive());
            assertTrue(drawn().matches("(?s).*[^\r]\r\r *\r"), drawn());
            return "prod";
        });
        Confirmation.require(context, "prod", null, null);
    }

    /** The drawing thread must not redraw the line when the end wakes it. */
    @Test
    void aClearedLineIsNotDrawnAgain() {
        for (int i = 0; i < 3; i++) {
            drawn.reset();
            Set<Thread> before = threads();
            ProgressLine line = new ProgressLine(context(), "reading");
            Thread ticker = ticker(before);
            Await.until("the line is drawn", () -> drawn().contains("reading"));
            line.clear();
            Await.until("nothing draws the line", () -> !ticker.isAlive());
            assertTrue(drawn().matches("(?s).*[^\r]\r\r *\r"), drawn());
        }
    }
}
