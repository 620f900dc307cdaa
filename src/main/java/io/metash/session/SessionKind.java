package io.metash.session;

/** Kinds of stores. */
public enum SessionKind {
    /** A Raft directory on disk. */
    DIRECTORY("Raft directory", "dir"),
    /** An export file. */
    FILE("export file", "file"),
    /** A running meta service. */
    ENDPOINT("meta service", "live");

    private final String words;
    private final String label;

    SessionKind(String words, String label) {
        this.words = words;
        this.label = label;
    }

    /** The kind as text. */
    public String words() {
        return words;
    }

    /** The kind as one short word, for the prompt. */
    public String label() {
        return label;
    }
}
