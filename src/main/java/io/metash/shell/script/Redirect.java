package io.metash.shell.script;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A redirection of a command.
 *
 * @param kind its kind
 * @param file the file, null for a program
 * @param program the command for the system's shell, null for a file
 * @param line its line number, starting at 1
 * @param column its column, starting at 1
 */
public record Redirect(Kind kind, CommandSplitter.@Nullable Word file, @Nullable String program, int line, int column) {
    /** The kind of a redirection. */
    public enum Kind {
        /** Into a file, {@code >}. */
        WRITE,
        /** To the end of a file, {@code >>}. */
        APPEND,
        /** Into a program, {@code |}. */
        PIPE,
        /** No metash command but an external program: {@code !}. */
        PROGRAM
    }

    /** The file of a redirection into a file. */
    public CommandSplitter.Word targetFile() {
        return Objects.requireNonNull(file, "this redirection runs a program");
    }

    /** The program of a redirection that runs one. */
    public String targetProgram() {
        return Objects.requireNonNull(program, "this redirection is to a file");
    }

    /** Whether it runs an external program. */
    public boolean runsProgram() {
        return kind == Kind.PIPE || kind == Kind.PROGRAM;
    }
}
