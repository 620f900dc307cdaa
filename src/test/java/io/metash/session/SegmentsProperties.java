package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SegmentsProperties {
    @Property(tries = 500)
    void countsAddUpAndMatchCompletion(@ForAll("keys") List<String> keys, @ForAll("prefix") String text)
            throws IOException {
        MapKeys map = MapKeys.of(keys.toArray(String[]::new));
        Bytes prefix = Bytes.utf8(text);
        long below = map.map.keySet().stream().filter(k -> k.startsWith(prefix)).count();

        List<Segment> listed = Segments.list(map, prefix, false, Integer.MAX_VALUE);
        assertEquals(below, listed.stream().mapToLong(Segment::keys).sum());
        assertEquals(
                listed.stream().map(Segment::text).toList(),
                Segments.complete(map, prefix, Integer.MAX_VALUE).stream()
                        .map(Segment::text)
                        .toList());
        assertEquals(below, Segments.list(map, prefix, true, Integer.MAX_VALUE).size());
    }

    @Property(tries = 500)
    void aRangeHasExactlyTheKeysOfItsPrefix(@ForAll byte[] key, @ForAll byte[] prefix) {
        KeyRange range = KeyRange.ofPrefix(Bytes.of(prefix));
        Bytes k = Bytes.of(key);
        boolean inside = k.compareTo(range.from()) >= 0 && (range.to() == null || k.compareTo(range.to()) < 0);
        assertEquals(k.startsWith(Bytes.of(prefix)), inside);
        assertTrue(KeyRange.after(k).compareTo(k) > 0);
    }

    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.strings()
                .withChars("ab/ü\0\u007F")
                .ofMaxLength(6)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> prefix() {
        return Arbitraries.strings().withChars("ab/ü").ofMaxLength(3);
    }
}
