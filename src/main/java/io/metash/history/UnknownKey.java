package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.U64;

/**
 * A key whose value at a point of the log is unknown.
 *
 * @param key the key; for {@link Reason#DELETED_BELOW} the prefix of the unknown keys
 * @param reason the reason
 * @param entry the index of the deciding entry: the next one that may write the key, or the one with the undecided
 *     result
 */
public record UnknownKey(Bytes key, Reason reason, long entry) {
    /** Reasons why a key is unknown. */
    public enum Reason {
        /** Last written before the log begins, and written again by an entry after the point. */
        WRITTEN_LATER("written later by entry %s, and by no log entry up to this point"),
        /** Possibly written by an entry before the point: which of its branches ran is unknown. */
        RESULT_OPEN("entry %s may have written it: which part of it ran is not known"),
        /** Changed by an entry before the point, based on a value from before the log begins. */
        VALUE_OPEN("changed by entry %s, based on a value from before the log begins"),
        /** The value is known, its sequence number is not. */
        NUMBER_OPEN("written by entry %s, but its sequence number is not known"),
        /** Deleted by prefix after the point: the log does not name the keys. */
        DELETED_BELOW("entry %s deletes all keys with this prefix without naming them");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** Returns the reason as text. */
    public String words() {
        return String.format(java.util.Locale.ROOT, reason.words, U64.text(entry));
    }
}
