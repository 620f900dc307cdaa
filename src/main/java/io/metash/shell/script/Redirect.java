package io.metash.shell.script;

/**
 * Where the data of a command goes.
 *
 * @param kind the way
 * @param file the file, null for a program
 * @param program what the system's shell runs, null for a file
 * @param line the line it stands in, 1 and up
 * @param column its column, 1 and up
 */
public record Redirect(Kind kind, CommandSplitter.Word file, String program, int line, int column) {
    /** The ways. */
    public enum Kind {
        /** Into a file, {@code >}. */
        WRITE,
        /** To the end of a file, {@code >>}. */
        APPEND,
        /** Into a program, {@code |}. */
        PIPE,
        /** No command of metash at all, but a program: {@code !}. */
        PROGRAM
    }

    /** Whether a program of the system runs. */
    public boolean runsProgram() {
        return kind == Kind.PIPE || kind == Kind.PROGRAM;
    }
}
