package io.metash.output;

import io.metash.record.Bytes;

/**
 * A key in a listing.
 *
 * @param key the whole key, for programs
 * @param shown how a person types it where they are, for tables
 */
public record KeyCell(Bytes key, String shown) {
    @Override
    public String toString() {
        return key.text();
    }
}
