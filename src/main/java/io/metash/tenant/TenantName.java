package io.metash.tenant;

import io.metash.catalog.KeyEscape;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The tenant to keep.
 *
 * @param stored the escaped form in keys
 * @param plain the readable form
 */
record TenantName(String stored, String plain) {
    /** Whether a segment of a key names this tenant: as stored when strict, as metactl does, else in any spelling. */
    boolean isNamedBy(String segment, boolean strict) {
        boolean same = segment.equals(stored);
        return same
                || !strict && KeyEscape.unescape(segment).filter(plain::equals).isPresent();
    }

    /**
     * Resolves the tenant of an option in readable or stored form; {@code found} are the stored forms in the export.
     */
    static TenantName of(String option, NavigableSet<String> found) {
        String escaped = KeyEscape.escape(option);
        Optional<String> unescaped = KeyEscape.unescape(option);
        // metactl accepts the stored form.
        if (unescaped.isPresent() && found.contains(option)) {
            return new TenantName(option, unescaped.get());
        }
        return new TenantName(escaped, option);
    }
}
