package io.metash.ndjson;

import io.metash.record.ExitStatus;

/** Invalid JSON text, with its position in the buffer; the caller who knows the file turns it into a failure. */
public final class BadText extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;
    private final transient ExitStatus status;

    /** Damaged text. */
    public BadText(int at, String what) {
        this(at, what, ExitStatus.DAMAGED);
    }

    /** Text rejected with a status of its own. */
    public BadText(int at, String what, ExitStatus status) {
        super(what, null, false, false);
        this.at = at;
        this.status = status;
    }

    /** The index in the buffer. */
    public int at() {
        return at;
    }

    /** The expected text and the text found instead. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** The exit status of the failure. */
    public ExitStatus status() {
        return status;
    }
}
