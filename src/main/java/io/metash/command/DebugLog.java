package io.metash.command;

import io.metash.output.Printable;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * The debug log: {@code METASH_LOG=debug} writes a line for every command, and the stack trace of every failure, to {@code
 * metash.log} in the state directory, never to the current directory.
 */
public final class DebugLog {
    private static final String NAME = "metash.log";
    private static final long LARGEST = 8 << 20;
    private static boolean on = "debug".equals(System.getenv("METASH_LOG"));

    private DebugLog() {}

    /** Logs the start of a command. Option names are logged, but no values, which may be secret. */
    static void begins(List<String> words) {
        if (on) {
            StringBuilder line = new StringBuilder("runs ").append(words.get(0));
            for (String word : words.subList(1, words.size())) {
                line.append(word.startsWith("-") ? " " + word.split("=", 2)[0] : " *");
            }
            write(Printable.text(line.toString()));
        }
    }

    /** Logs the end of a command. */
    static void ended(String name, int status, long nanos) {
        if (on) {
            write("ended " + Printable.text(name) + ", status " + status + ", " + nanos / 1000 + " us");
        }
    }

    /** Logs a failure. */
    static void failed(Failure failure) {
        if (on) {
            StringBuilder stack = new StringBuilder();
            for (Throwable at = failure; at != null; at = at.getCause()) {
                // Messages quote user input; the log needs only classes and positions.
                stack.append("\n    ").append(at.getClass().getName());
                for (StackTraceElement place : at.getStackTrace()) {
                    stack.append("\n        at ").append(place);
                }
            }
            write("failed " + Printable.text(Redaction.message(failure.what())) + stack);
        }
    }

    private static void write(String line) {
        StateDirectory directory = StateDirectory.ofUser();
        try {
            Path file = directory.file(NAME);
            if (Files.exists(file) && Files.size(file) > LARGEST) {
                Files.move(file, directory.file(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            directory.append(
                    NAME,
                    (Instant.now() + " " + ProcessHandle.current().pid() + " " + line + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException cannot) {
            // A log that cannot be written is reported once and does not stop the command.
            on = false;
            System.err.println("metash: the log cannot be written: " + cannot);
        }
    }
}
