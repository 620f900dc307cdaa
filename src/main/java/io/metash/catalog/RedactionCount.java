package io.metash.catalog;

/** Counters of removals during redaction. */
public enum RedactionCount {
    /** A secret was removed. */
    SECRET("secret removed", "secrets removed"),
    /** An undecodable value was emptied. */
    UNDECODED("value that does not decode was emptied", "values that do not decode were emptied"),
    /** The value of a key of unknown form was replaced. */
    UNKNOWN_VALUE("value of an unknown key was replaced", "values of unknown keys were replaced"),
    /** A field that its message type does not declare was dropped. */
    UNKNOWN_FIELD("unknown field was dropped", "unknown fields were dropped"),
    /** A prefix in a log entry ends inside a name and therefore matches no key. */
    CUT_PREFIX(
            "prefix in the log ends within a name and matches nothing now",
            "prefixes in the log end within a name and match nothing now");

    private final String one;
    private final String many;

    RedactionCount(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** Formats a count. */
    public String words(long count) {
        return count + " " + (count == 1 ? one : many);
    }
}
