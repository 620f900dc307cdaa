package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/bench reports about the figures of the run before. */
class BenchFiguresTest {
    private static final String LAST =
            """
            get from a service, against the program\t3.9000
            end: serve, after SIGTERM\t2.0000
            grep at -Xmx64m\t8.0000
            memory: import\t1.0000
            """;

    @TempDir
    private Path scratch;

    private String compared(String now) throws IOException, InterruptedException {
        Path last = Files.writeString(scratch.resolve("last.tsv"), LAST);
        Path current = Files.writeString(scratch.resolve("now.tsv"), now);
        String script = Repository.ROOT.resolve("scripts/bench-compare.awk").toString();
        return Processes.run(new ProcessBuilder("awk", "-F", "\\t", "-f", script, last.toString(), current.toString()))
                .out();
    }

    @Test
    void whatIsMoreThanATenthWorseIsReported() throws IOException, InterruptedException {
        assertEquals(
                """
                          worse: end: serve, after SIGTERM, 2.00 then, 2.30 now
                          worse: grep at -Xmx64m, 8.00 then, 9.00 now
                        """,
                compared(
                        """
                                get from a service, against the program\t4.2000
                                end: serve, after SIGTERM\t2.3000
                                grep at -Xmx64m\t9.0000
                                memory: import\t0.5000
                                a new figure\t7.0000
                                """));
    }

    @Test
    void whatIsNoLongerMeasuredIsReported() throws IOException, InterruptedException {
        assertEquals(
                """
                          not measured: grep at -Xmx64m
                          not measured: memory: import
                        """,
                compared(
                        """
                                get from a service, against the program\t3.9000
                                end: serve, after SIGTERM\t2.0000
                                """));
    }

    @Test
    void anEqualRunIsFine() throws IOException, InterruptedException {
        assertEquals("  nothing is more than 10 % worse\n", compared(LAST));
    }
}
