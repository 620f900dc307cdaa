package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The two spellings of the tenant in a key. */
class TenantSpellingTest {
    private static void spelled(String unescaped, String escaped) {
        assertEquals(escaped, TenantSpelling.escaped(unescaped));
        assertEquals(escaped, TenantSpelling.escaped(escaped));
        assertEquals(Optional.of(unescaped), TenantSpelling.unescaped(escaped));
        assertEquals(Optional.empty(), TenantSpelling.unescaped(unescaped));
    }

    @Test
    void theTenantIsTheSegmentAfterTheFamily() {
        spelled("__fd_roles/my-t/a%2db", "__fd_roles/my%2dt/a%2db");
        spelled("__fd_roles/my-t/", "__fd_roles/my%2dt/");
        spelled("__fd_roles/my-t", "__fd_roles/my%2dt");
        spelled("__fd_warehouses/v1/my-t/w", "__fd_warehouses/v1/my%2dt/w");
    }

    @Test
    void someKeysHaveNoSecondSpelling() {
        for (String key : new String[] {"", "a", "__fd_table/7/t", "__fd_roles/plain/a-b", "__fd_roles/%zz/a"}) {
            assertEquals(key, TenantSpelling.escaped(key));
            assertEquals(Optional.empty(), TenantSpelling.unescaped(key));
        }
        assertEquals(Optional.empty(), TenantSpelling.unescaped("__fd_roles/a%2fb/r"));
    }

    @Test
    void allSpellingsBeginWithTheGivenOne() {
        List<String> both = List.of("__fd_roles/my-t/r", "__fd_roles/my%2dt/r");
        assertEquals(both, List.copyOf(TenantSpelling.all(both.get(0))));
        assertEquals(List.of(both.get(1), both.get(0)), List.copyOf(TenantSpelling.all(both.get(1))));
        assertEquals(List.of("__fd_roles/plain/r"), List.copyOf(TenantSpelling.all("__fd_roles/plain/r")));
    }

    @Test
    void theStartIncludesTheTenant() {
        assertEquals("__fd_roles/my-t/", TenantSpelling.throughTenant("__fd_roles/my-t/r/x"));
        assertEquals("__fd_warehouses/v1/my-t/", TenantSpelling.throughTenant("__fd_warehouses/v1/my-t/w"));
        assertEquals("__fd_roles/my-t", TenantSpelling.throughTenant("__fd_roles/my-t"));
        assertEquals("a", TenantSpelling.throughTenant("a"));
    }
}
