package io.metash.record;

/**
 * The one exception that a user may see: what went wrong, where, why, and the command to type next. It is rendered in one
 * place, without a stack trace.
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

    /** A failure of the given status; {@code what} is one clause without a full stop. */
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

    /** What the user can do now; a command to type wherever there is one. */
    public Failure next(String advice) {
        return new Failure(status, getMessage(), where, why, advice, getCause()).showing(line, marks);
    }

    /** The exception below, shown with {@code --debug} only. */
    public Failure causedBy(Throwable cause) {
        return new Failure(status, getMessage(), where, why, next, cause).showing(line, marks);
    }

    /** The line that is wrong, and below it marks that point at the wrong part. */
    public Failure showing(String wrongLine, String marksBelow) {
        line = wrongLine;
        marks = marksBelow;
        return this;
    }

    /** The line that is wrong, or null. */
    public String line() {
        return line;
    }

    /** The marks below it, or null. */
    public String marks() {
        return marks;
    }

    /** The exit status that this failure ends a one-shot command with. */
    public ExitStatus status() {
        return status;
    }

    /** What went wrong. */
    public String what() {
        return getMessage();
    }

    /** The place, or null when the failure has none. */
    public String where() {
        return where;
    }

    /** The reason, or null when {@link #what()} says it all. */
    public String why() {
        return why;
    }

    /** What to do next, or null. */
    public String next() {
        return next;
    }
}
