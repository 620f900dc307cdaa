package io.metash.output;

/**
 * A column of a listing.
 *
 * @param name its name in JSON and CSV; its heading in a table, with blanks for underscores
 * @param kind the kind of its cells
 */
public record Column(String name, Kind kind) {
    /** The kind of a cell. */
    public enum Kind {
        /** Text, including keys and names; left-aligned. */
        TEXT,
        /** Text that is typed or compared, such as an address or a file name; never cut. */
        WHOLE,
        /** A u64 that counts; right-aligned, with commas in a table. */
        NUMBER,
        /** A u64 that names something, such as a sequence number or a log index; right-aligned, as it is typed. */
        ID,
        /** A number of bytes; with a unit in a table. */
        BYTES,
        /** Milliseconds since the epoch, u64; ISO-8601 in a table. */
        TIME,
        /** A boolean. */
        FLAG
    }

    public static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    public static Column whole(String name) {
        return new Column(name, Kind.WHOLE);
    }

    public static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }

    public static Column id(String name) {
        return new Column(name, Kind.ID);
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

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.WHOLE;
    }

    boolean right() {
        return kind == Kind.NUMBER || kind == Kind.ID || kind == Kind.BYTES;
    }
}
