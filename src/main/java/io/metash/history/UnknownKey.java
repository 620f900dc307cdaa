package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.U64;

/**
 * A key whose value at a point of the log is not known.
 *
 * @param key the key; for {@link Reason#DELETED_BELOW} what unknown keys start with
 * @param reason why it is not known
 * @param entry the index of the entry that matters: the next one that can write it, or the one whose result is open
 */
public record UnknownKey(Bytes key, Reason reason, long entry) {
    /** Why a key is not known. */
    public enum Reason {
        /** It was last written before the log begins, and an entry after the point writes it. */
        WRITTEN_LATER("written later by entry %s, and before that not since the log begins"),
        /** An entry before the point may have written it: which of its branches ran is not known. */
        RESULT_OPEN("entry %s may have written it: which part of it ran is not known"),
        /** An entry before the point changed it; how depends on a value from before the log begins. */
        VALUE_OPEN("changed by entry %s, based on a value from before the log begins"),
        /** The value is known, its sequence number is not. */
        NUMBER_OPEN("written by entry %s, but its sequence number is not known"),
        /** An entry after the point deletes by prefix: the keys are named nowhere. */
        DELETED_BELOW("entry %s deletes the keys that start with this, and names none of them");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The reason as text. */
    public String words() {
        return String.format(java.util.Locale.ROOT, reason.words, U64.text(entry));
    }
}
