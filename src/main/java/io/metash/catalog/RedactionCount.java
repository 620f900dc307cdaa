package io.metash.catalog;

/** What a redaction counts beside the pseudonyms that it gives. */
public enum RedactionCount {
    /** A secret was removed. */
    SECRET("secret removed", "secrets removed"),
    /** A value did not decode and was emptied. */
    UNDECODED("value that does not decode was emptied", "values that do not decode were emptied"),
    /** The value of a key of no known form was replaced. */
    UNKNOWN_VALUE("value of an unknown key was replaced", "values of unknown keys were replaced"),
    /** A field that no message type declares was dropped. */
    UNKNOWN_FIELD("unknown field was dropped", "unknown fields were dropped"),
    /** A prefix in a log entry ends in the middle of a name: it matches no key any more. */
    CUT_PREFIX(
            "prefix in the log ends within a name and matches nothing now",
            "prefixes in the log end within a name and match nothing now");

    private final String one;
    private final String many;

    RedactionCount(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** The count in words. */
    public String words(long count) {
        return count + " " + (count == 1 ? one : many);
    }
}
