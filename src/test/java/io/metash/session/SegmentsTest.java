package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private final MapKeys keys = MapKeys.of(
            "", "/lead/x", "a", "a!", "a/1", "a/2", "a/2/x", "ab", "b/", "b/c/d", "c//x", "ü/\0", "\uD83D\uDE00");

    @Test
    void groupsByTheNextSlash() throws IOException {
        assertEquals("'':1* /:1 a:1* a!:1* a/:3 ab:1* b/:2 c/:1 ü/:1 \uD83D\uDE00:1*", list("", false, 99));
        assertEquals("a:1* a!:1* a/:3 ab:1*", list("a", false, 99));
        assertEquals("a/1:1* a/2:1* a/2/:1", list("a/", false, 99));
        assertEquals("b/:1* b/c/:1", list("b/", false, 99));
        assertEquals("c//:1", list("c/", false, 99));
        assertEquals("a/2:1* a/2/:1", list("a/2", false, 99));
        assertEquals("", list("nothing", false, 99));
    }

    @Test
    void listsEveryKeyWhenRecursive() throws IOException {
        assertEquals("a:1* a!:1* a/1:1* a/2:1* a/2/x:1* ab:1*", list("a", true, 99));
    }

    @Test
    void theLastCountIsCompleteAtTheLimit() throws IOException {
        assertEquals("a:1* a!:1* a/:3", list("a", false, 3));
        assertEquals("a:1*", list("a", true, 1));
    }

    @Test
    void returnsTheValueOfAKey() throws IOException {
        assertEquals(
                List.of(new Segment(Bytes.utf8("a/1"), 1, 4, true, new SeqV(5, null, Bytes.utf8("v")))),
                Segments.list(keys, Bytes.utf8("a/1"), false, 9));
    }

    @Test
    void completesWithoutCounts() throws IOException {
        assertEquals("a:1* a!:1* a/:-1 ab:1*", text(Segments.complete(keys, Bytes.utf8("a"), 99)));
        assertEquals("'':1* /:-1", text(Segments.complete(keys, Bytes.EMPTY, 2)));
        assertEquals(
                "'':1* /:-1 a:1* a!:1* a/:-1 ab:1* b/:-1 c/:-1 ü/:-1 \uD83D\uDE00:1*",
                text(Segments.complete(keys, Bytes.EMPTY, 99)));
    }

    @Test
    void completionSkipsLongGroups() throws IOException {
        MapKeys large = new MapKeys();
        for (int group = 0; group < 5; group++) {
            for (int i = 0; i < 10_000; i++) {
                large.map.put(Bytes.utf8("g" + group + "/" + i), new SeqV(1, null, Bytes.EMPTY));
            }
        }
        assertEquals("g0/:-1 g1/:-1 g2/:-1 g3/:-1 g4/:-1", text(Segments.complete(large, Bytes.utf8("g"), 99)));
        assertTrue(large.keysRead < 100, "read " + large.keysRead);
    }

    private String list(String prefix, boolean recursive, int limit) throws IOException {
        return text(Segments.list(keys, Bytes.utf8(prefix), recursive, limit));
    }

    private static String text(List<Segment> segments) {
        return segments.stream()
                .map(s -> (s.text().length() == 0 ? "''" : s.text()) + ":" + s.keys() + (s.leaf() ? "*" : ""))
                .collect(Collectors.joining(" "));
    }
}
