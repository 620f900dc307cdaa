package io.metash.record;

/** The exit statuses of metash (decisions 19). */
public enum ExitStatus {
    /** Success. */
    OK(0),
    /** The answer is no: a missing key, two stores that differ. */
    NO(1),
    /** Invalid command line or arguments. */
    USAGE(2),
    /** Damaged input: an invalid line, a wrong checksum. */
    DAMAGED(3),
    /** Input that is truncated, or not proved complete where proof was required. */
    INCOMPLETE(4),
    /** A server that is unreachable or denies access. */
    UNREACHABLE(5),
    /** Refused by metash: a lock is held, a confirmation is missing, a session is read-only. */
    REFUSED(6),
    /** The operating system reports an error: disk full, permission denied, no such file. */
    IO(7),
    /** A store or a server whose version is too old or too new. */
    VERSION(8),
    /** A bug in metash. */
    BUG(70),
    /** The terminal hung up. */
    HANGUP(129),
    /** Interrupted by the user. */
    INTERRUPTED(130),
    /** The reader of the output closed the pipe. */
    BROKEN_PIPE(141),
    /** Terminated. */
    TERMINATED(143);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The exit status of the process, 0 to 255. */
    public int code() {
        return code;
    }
}
