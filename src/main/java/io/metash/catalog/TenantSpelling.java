package io.metash.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two spellings of a tenant in keys. Releases before 2024 wrote the tenant of some families, such as
 * {@code __fd_object_owners} and {@code __fd_roles}, without the escape (keyspace §1.3), so one store can hold a tenant
 * in both spellings, and a key that is built from a name must be looked up in both.
 */
public final class TenantSpelling {
    private static final String NESTED = "__fd_warehouses/v1/";

    private TenantSpelling() {}

    /** Returns the key with its tenant escaped; the key itself when its tenant is escaped already or missing. */
    public static String escaped(String key) {
        int from = tenantStart(key);
        int to = tenantEnd(key, from);
        return KeyEscape.unescape(key.substring(from, to))
                .map(tenant -> key.substring(0, from) + KeyEscape.escape(tenant) + key.substring(to))
                .orElse(key);
    }

    /** Returns the key with its tenant unescaped; empty when that is the same key or would have another structure. */
    public static Optional<String> unescaped(String key) {
        int from = tenantStart(key);
        int to = tenantEnd(key, from);
        String segment = key.substring(from, to);
        return KeyEscape.unescape(segment)
                .filter(tenant -> !tenant.equals(segment) && tenant.indexOf('/') < 0)
                .map(tenant -> key.substring(0, from) + tenant + key.substring(to));
    }

    /** Returns the key, and the same key with its tenant in the other spellings. */
    public static Set<String> all(String key) {
        Set<String> all = new LinkedHashSet<>(List.of(key));
        all.add(escaped(key));
        unescaped(key).ifPresent(all::add);
        return all;
    }

    /** Returns the start of a key through the slash after its tenant. */
    public static String throughTenant(String key) {
        int to = tenantEnd(key, tenantStart(key));
        return key.substring(0, Math.min(to + 1, key.length()));
    }

    private static int tenantStart(String key) {
        if (key.startsWith(NESTED)) {
            return NESTED.length();
        }
        int slash = key.indexOf('/');
        if (slash < 0) {
            return key.length();
        }
        return slash + 1;
    }

    private static int tenantEnd(String key, int from) {
        int slash = key.indexOf('/', from);
        if (slash < 0) {
            return key.length();
        }
        return slash;
    }
}
