package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Captured;
import io.metash.testing.RunResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Runs metash in this process, without a terminal, and captures its output. */
final class InProcess {
    private InProcess() {}

    /** Runs metash with an empty standard input. */
    static RunResult run(String... arguments) {
        return run(InputStream.nullInputStream(), arguments);
    }

    /** Runs metash with a text as its standard input. */
    static RunResult runWithInput(String input, String... arguments) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    /** Runs metash and asserts that it succeeds. */
    static RunResult ok(String... arguments) {
        RunResult result = run(arguments);
        assertEquals(0, result.status(), result.err());
        return result;
    }

    private static RunResult run(InputStream in, String... arguments) {
        Captured streams = new Captured(in);
        return streams.result(Main.run(arguments, streams.io()));
    }
}
