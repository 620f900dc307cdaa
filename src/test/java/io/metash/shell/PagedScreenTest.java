package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.output.MessageStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagedScreenTest {
    private static final int ROWS = 10;

    @TempDir
    Path scratch;

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private static final PagedScreen.Place PLACE = new PagedScreen.Place() {
        @Override
        public int rows() {
            return ROWS;
        }

        @Override
        public int columns() {
            return 80;
        }

        @Override
        public Closeable lend() {
            return () -> {};
        }
    };

    private void run(int lines) {
        Io screen = new Io(
                null,
                new PrintStream(seen, false, StandardCharsets.UTF_8),
                new MessageStream(seen),
                true,
                true,
                true,
                () -> 80,
                Display.PLAIN);
        PagedScreen paged = new PagedScreen(PLACE, screen, new Pager("cat >'" + scratch.resolve("page") + "'"));
        paged.run(() -> {
            for (int list = 1; list <= 2; list++) {
                paged.io().err().println("before " + list);
                for (int line = 1; line <= lines; line++) {
                    paged.io().out().println("line " + line);
                }
                paged.io().out().flush();
                paged.io().err().println("after " + list);
            }
            return 0;
        });
    }

    @Test
    void messagesStayBetweenTheDataOfAScreen() {
        run(2);
        assertEquals(
                "before 1\nline 1\nline 2\nafter 1\nbefore 2\nline 1\nline 2\nafter 2\n",
                seen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void messagesWaitForThePager() throws IOException {
        run(ROWS / 2);
        assertEquals("before 1\nafter 1\nbefore 2\nafter 2\n", seen.toString(StandardCharsets.UTF_8));
        assertEquals("line 1\nline 2\nline 3\nline 4\nline 5\n".repeat(2), Files.readString(scratch.resolve("page")));
    }
}
