package io.metash.ndjson;

import io.metash.record.ExitStatus;

/** JSON text that is not what is expected, with the place in the buffer; whoever knows the file makes a failure of it. */
public final class BadText extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;
    private final transient ExitStatus status;

    /** Text that is damaged. */
    public BadText(int at, String what) {
        this(at, what, ExitStatus.DAMAGED);
    }

    /** Text that ends in an exit status of its own. */
    public BadText(int at, String what, ExitStatus status) {
        super(what, null, false, false);
        this.at = at;
        this.status = status;
    }

    /** The index in the buffer. */
    public int at() {
        return at;
    }

    /** What was expected and what was found. */
    public String what() {
        return getMessage();
    }

    /** The exit status that it ends in. */
    public ExitStatus status() {
        return status;
    }
}
