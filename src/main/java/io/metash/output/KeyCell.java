package io.metash.output;

import io.metash.catalog.SecretKeys;
import io.metash.record.Bytes;

/**
 * * A key in a listing.
 *
 * @param key the whole key, for programs
 * @param shown how a person types it where they are, for tables
 * @param withSecret whether a secret in the key is shown
 */
public record KeyCell(Bytes key, String shown, boolean withSecret) {
    /** A cell whose secret, if the key has one, is hidden. */
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

    private boolean hides() {
        return !withSecret && SecretKeys.has(key);
    }

    @Override
    public String toString() {
        return (hides() ? SecretKeys.masked(key) : key).text();
    }
}
