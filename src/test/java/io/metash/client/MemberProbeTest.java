package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Cancel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberProbeTest {
    /** They end at different times and are reported by id, which is unsigned. */
    @Test
    void silentMembersAreListedById() {
        Map<Long, Address> members = new HashMap<>();
        List<Long> ids = List.of(-1L, 40L, 3L, 17L, Long.MAX_VALUE, 1L, 256L, 100L, Long.MIN_VALUE, 2L);
        ids.forEach(id -> members.put(id, Address.parse("127.0.0.1:1")));
        Map<Long, String> silent = MemberProbe.silent(members, ClientOptions.STANDARD, 10_000, new Cancel());
        assertEquals(
                List.of(1L, 2L, 3L, 17L, 40L, 100L, 256L, Long.MAX_VALUE, Long.MIN_VALUE, -1L),
                new ArrayList<>(silent.keySet()));
    }
}
