package io.metash.record;

/** The exit statuses of metash, one per kind of ending (decisions 19). */
public enum ExitStatus {
    /** All is done. */
    OK(0),
    /** The answer is no: a key that is not there, two stores that differ. */
    NO(1),
    /** The command line or a command's words are wrong. */
    USAGE(2),
    /** Input that is damaged: a bad line, a checksum that does not hold. */
    DAMAGED(3),
    /** Input that ends too early, or whose completeness is not proved although that was demanded. */
    INCOMPLETE(4),
    /** A server that cannot be reached or does not let us in. */
    UNREACHABLE(5),
    /** metash refuses: a lock is held, a confirmation is missing, a session is read-only. */
    REFUSED(6),
    /** The operating system says no: disk full, no rights, no such file. */
    IO(7),
    /** A store or a server of a version that is too old or too new. */
    VERSION(8),
    /** A bug of metash. */
    BUG(70),
    /** The terminal hung up. */
    HANGUP(129),
    /** Interrupted by the user. */
    INTERRUPTED(130),
    /** The reader of our output went away. */
    BROKEN_PIPE(141),
    /** Terminated. */
    TERMINATED(143);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number that the process ends with, 0 to 255. */
    public int code() {
        return code;
    }
}
