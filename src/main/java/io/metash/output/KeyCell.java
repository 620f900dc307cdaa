package io.metash.output;

import io.metash.catalog.SecretKeys;
import io.metash.record.Bytes;

/**
 * A key in a listing.
 *
 * @param key the complete key, for programs
 * @param shown the key as a user types it at the current prefix, for tables
 * @param withSecret whether a secret in the key is shown
 */
public record KeyCell(Bytes key, String shown, boolean withSecret) {
    /** Creates a cell that hides a secret in the key. */
    public KeyCell(Bytes key, String shown) {
        this(key, shown, false);
    }

    @Override
    public String shown() {
        if (hides()) {
            return toString();
        }
        return shown;
    }

    /** The key as one word of a command, printable; a masked key is not quoted. */
    public String typed() {
        if (hides()) {
            return Printable.text(toString());
        }
        return CommandWord.quote(shown);
    }

    private boolean hides() {
        return !withSecret && SecretKeys.has(key);
    }

    @Override
    public String toString() {
        return (hides() ? SecretKeys.masked(key) : key).text();
    }
}
