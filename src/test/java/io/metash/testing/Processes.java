package io.metash.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command as a process and captures its output. */
public final class Processes {
    private static final int LIMIT_SECONDS = 600;

    private Processes() {}

    /** Runs a command and asserts that it succeeds; returns its standard output. */
    public static String ok(List<String> command) throws IOException, InterruptedException {
        RunResult result = run(new ProcessBuilder(command));
        assertEquals(0, result.status(), () -> command + "\n" + result.out() + result.err());
        return result.out();
    }

    /** Runs a command with an empty standard input. */
    public static RunResult run(List<String> command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command));
    }

    /** Runs a process of a builder to its end, at most ten minutes. */
    public static RunResult run(ProcessBuilder builder) throws IOException, InterruptedException {
        return run(builder, LIMIT_SECONDS);
    }

    /** Runs a process of a builder to its end; fails if it still runs after this number of seconds. */
    public static RunResult run(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
        if (builder.redirectInput() == ProcessBuilder.Redirect.PIPE) {
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        }
        Path out = Files.createTempFile("metash-out", null);
        Path err = Files.createTempFile("metash-err", null);
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        "still running: " + builder.command() + "\n" + Files.readString(out) + Files.readString(err));
            }
            return new RunResult(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
