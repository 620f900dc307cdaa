package io.metash.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sets of ids in bounded memory. */
class IdSetTest {
    @Test
    void idsNeedLittleMemory() {
        IdSet some = new IdSet();
        IdSet all = new IdSet();
        for (long id = 0; id < 200_000; id++) {
            all.add(id);
            if (id % 1000 != 7) {
                some.add(199_999 - id);
            }
        }
        List<Long> missing = new ArrayList<>();
        all.eachNotIn(some, missing::add);
        assertEquals(200, missing.size());
        assertTrue(missing.stream().allMatch(id -> (199_999 - id) % 1000 == 7));
        IdSet wide = new IdSet();
        for (long id = 0; id < 60_000; id++) {
            wide.add(id * 0x9E3779B97F4A7C15L);
        }
        assertTrue(wide.full());
    }
}
