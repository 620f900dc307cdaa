package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.output.Display;
import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The line that shows progress. */
class ProgressLineTest {
    /** The thread that draws it does not draw it once more when it hears that the line is gone. */
    @Test
    void aLineThatIsClearedStaysAway() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            ByteArrayOutputStream drawn = new ByteArrayOutputStream();
            PrintStream screen = new PrintStream(drawn, true, StandardCharsets.UTF_8);
            Io io = new Io(null, screen, screen, true, true, true, () -> 80, Display.PLAIN);
            CommandContext context = new CommandContext(new CommandTable(List.of()), io, true, false);
            ProgressLine line = new ProgressLine(context, "reading");
            while (!drawn.toString(StandardCharsets.UTF_8).contains("reading")) {
                LockSupport.parkNanos(1_000_000);
            }
            List<Thread> tickers = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("progress"))
                    .toList();
            line.clear();
            for (Thread ticker : tickers) {
                ticker.join();
            }
            String text = drawn.toString(StandardCharsets.UTF_8);
            assertTrue(text.endsWith("\r"), text);
            String last = text.substring(text.lastIndexOf("\r", text.length() - 2) + 1, text.length() - 1);
            assertEquals("", last.strip(), text);
        }
    }
}
