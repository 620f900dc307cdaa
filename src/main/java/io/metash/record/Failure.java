package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * The only exception that reaches users: what failed, where, why, and the command to type next. Rendered in one place,
 * without a stack trace.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;
    private final String what;
    private final @Nullable String where;
    private final @Nullable String why;
    private final @Nullable String next;
    private @Nullable String line;
    private @Nullable String marks;

    private Failure(
            ExitStatus status,
            String what,
            @Nullable String where,
            @Nullable String why,
            @Nullable String next,
            @Nullable Throwable cause) {
        super(what, cause);
        this.status = status;
        this.what = what;
        this.where = where;
        this.why = why;
        this.next = next;
    }

    /** A failure with a status; {@code what} is one clause without a full stop. */
    public static Failure of(ExitStatus status, String what) {
        return new Failure(status, what, null, null, null, null);
    }

    /** The place: {@code file:line}, a byte offset, an endpoint; null for none. */
    public Failure at(@Nullable String place) {
        return new Failure(status, what, place, why, next, getCause()).showing(line, marks);
    }

    /** The reason, in one or two sentences; null for none. */
    public Failure because(@Nullable String reason) {
        return new Failure(status, what, where, reason, next, getCause()).showing(line, marks);
    }

    /** The next step, a command to type wherever one exists; null for none. */
    public Failure next(@Nullable String advice) {
        return new Failure(status, what, where, why, advice, getCause()).showing(line, marks);
    }

    /** The cause, shown with {@code --debug} only; null for none. */
    public Failure causedBy(@Nullable Throwable cause) {
        return new Failure(status, what, where, why, next, cause).showing(line, marks);
    }

    /** The invalid line, and a line of marks below it that point at the invalid part; null for none. */
    public Failure showing(@Nullable String wrongLine, @Nullable String marksBelow) {
        line = wrongLine;
        marks = marksBelow;
        return this;
    }

    /** The invalid line, or null. */
    public @Nullable String line() {
        return line;
    }

    /** The marks below the line, or null. */
    public @Nullable String marks() {
        return marks;
    }

    /** The same failure in other words. */
    public Failure saying(String other) {
        return new Failure(status, other, where, why, next, getCause()).showing(line, marks);
    }

    /** The exit status of a one-shot command that ends with this failure. */
    public ExitStatus status() {
        return status;
    }

    /** What failed. */
    public String what() {
        return what;
    }

    /** The failure and its reason as one clause. */
    public String summary() {
        if (why == null) {
            return what;
        }
        return what + ": " + why;
    }

    /** The place, or null. */
    public @Nullable String where() {
        return where;
    }

    /** The reason, or null when {@link #what()} suffices. */
    public @Nullable String why() {
        return why;
    }

    /** The next step, or null. */
    public @Nullable String next() {
        return next;
    }
}
