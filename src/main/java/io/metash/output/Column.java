package io.metash.output;

/**
 * A column of a listing.
 *
 * @param name its name in JSON and CSV, and its head in a table with blanks for underscores
 * @param kind what its cells are
 */
public record Column(String name, Kind kind) {
    /** What a cell is. */
    public enum Kind {
        /** Text, keys and names alike; to the left. */
        TEXT,
        /** A u64; to the right, with commas in a table. */
        NUMBER,
        /** A number of bytes; with its unit in a table. */
        BYTES,
        /** Milliseconds since the epoch, u64; ISO-8601 in a table. */
        TIME,
        /** A yes or no. */
        FLAG
    }

    public static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    public static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }

    public static Column bytes(String name) {
        return new Column(name, Kind.BYTES);
    }

    public static Column time(String name) {
        return new Column(name, Kind.TIME);
    }

    public static Column flag(String name) {
        return new Column(name, Kind.FLAG);
    }

    boolean right() {
        return kind == Kind.NUMBER || kind == Kind.BYTES;
    }
}
