package io.metash.tenant;

import io.metash.catalog.KeyEscape;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The tenant to keep.
 *
 * @param stored the tenant as keys hold it, escaped
 * @param plain the tenant as people write it
 */
record TenantName(String stored, String plain) {
    /** The tenant that an option names, in readable or in stored form; {@code found} are the stored forms in the export. */
    static TenantName of(String option, NavigableSet<String> found) {
        String escaped = KeyEscape.escape(option);
        Optional<String> unescaped = KeyEscape.unescape(option);
        // The stored form is the one that metactl takes.
        if (unescaped.isPresent() && found.contains(option)) {
            return new TenantName(option, unescaped.get());
        }
        return new TenantName(escaped, option);
    }
}
