package io.metash.raftdir.wal;

/** Thrown for bytes that are not a record, with their position in the buffer, or that end too early. */
final class UndecodableRecord extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;
    private final boolean endsEarly;

    private UndecodableRecord(int at, String why, boolean endsEarly) {
        super(why, null, false, false);
        this.at = at;
        this.endsEarly = endsEarly;
    }

    /** Invalid bytes. */
    static UndecodableRecord wrong(int at, String why) {
        return new UndecodableRecord(at, why, false);
    }

    /** Bytes that end inside a record. */
    static UndecodableRecord early(int at) {
        return new UndecodableRecord(at, "the bytes end inside a record", true);
    }

    int at() {
        return at;
    }

    boolean endsEarly() {
        return endsEarly;
    }
}
