package io.metash.record;

/**
 * The only exception that reaches users: what failed, where, why, and the command to type next. Rendered in one place,
 * without a stack trace.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;
    private final String where;
    private final String why;
    private final String next;
    private String line;
    private String marks;

    private Failure(ExitStatus status, String what, String where, String why, String next, Throwable cause) {
        super(what, cause);
        this.status = status;
        this.where = where;
        this.why = why;
        this.next = next;
    }

    /** A failure with a status; {@code what} is one clause without a full stop. */
    public static Failure of(ExitStatus status, String what) {
        return new Failure(status, what, null, null, null, null);
    }

    /** The place: {@code file:line}, a byte offset, an endpoint. */
    public Failure at(String place) {
        return new Failure(status, getMessage(), place, why, next, getCause()).showing(line, marks);
    }

    /** The reason, in one or two sentences. */
    public Failure because(String reason) {
        return new Failure(status, getMessage(), where, reason, next, getCause()).showing(line, marks);
    }

    /** The next step; a command to type wherever one exists. */
    public Failure next(String advice) {
        return new Failure(status, getMessage(), where, why, advice, getCause()).showing(line, marks);
    }

    /** The cause, shown with {@code --debug} only. */
    public Failure causedBy(Throwable cause) {
        return new Failure(status, getMessage(), where, why, next, cause).showing(line, marks);
    }

    /** The invalid line, and a line of marks below it that point at the invalid part. */
    public Failure showing(String wrongLine, String marksBelow) {
        line = wrongLine;
        marks = marksBelow;
        return this;
    }

    /** The invalid line, or null. */
    public String line() {
        return line;
    }

    /** The marks below the line, or null. */
    public String marks() {
        return marks;
    }

    /** The exit status of a one-shot command that ends with this failure. */
    public ExitStatus status() {
        return status;
    }

    /** What failed. */
    public String what() {
        return getMessage();
    }

    /** The failure and its reason as one clause. */
    public String summary() {
        if (why == null) {
            return getMessage();
        }
        return getMessage() + ": " + why;
    }

    /** The place, or null. */
    public String where() {
        return where;
    }

    /** The reason, or null when {@link #what()} suffices. */
    public String why() {
        return why;
    }

    /** The next step, or null. */
    public String next() {
        return next;
    }
}
