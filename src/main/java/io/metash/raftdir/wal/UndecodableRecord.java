package io.metash.raftdir.wal;

/** Bytes that are no record, with their place in the buffer; or too few of them. */
final class UndecodableRecord extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;
    private final boolean endsEarly;

    private UndecodableRecord(int at, String why, boolean endsEarly) {
        super(why, null, false, false);
        this.at = at;
        this.endsEarly = endsEarly;
    }

    /** The bytes are wrong. */
    static UndecodableRecord wrong(int at, String why) {
        return new UndecodableRecord(at, why, false);
    }

    /** The bytes end before the record does. */
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
