package io.metash.session;

/** What a session's store is kept in. */
public enum SessionKind {
    /** A Raft directory on disk. */
    DIRECTORY("Raft directory"),
    /** An export file. */
    FILE("export file"),
    /** A running meta service. */
    ENDPOINT("meta service");

    private final String words;

    SessionKind(String words) {
        this.words = words;
    }

    /** The kind in words, for people. */
    public String words() {
        return words;
    }
}
