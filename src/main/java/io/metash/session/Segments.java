package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes a tree of flat keys: those that start with a text, grouped by the next slash after it (RULINGS 21). */
public final class Segments {
    /** A group is read on key by key that far before it is jumped over; opening a cursor costs about as much. */
    private static final int STEPS_BEFORE_SEEK = 8;

    private Segments() {}

    /** Where keys come from; {@link Session#scan} is one. */
    @FunctionalInterface
    public interface Keys {
        /** The keys of a range, ascending; {@code to} is null for no end. */
        KvCursor scan(Bytes from, Bytes to) throws IOException;
    }

    /**
     * The segments below a prefix with the number of keys in each, by one scan of the prefix's range.
     *
     * @param prefix any text; need not end in a slash
     * @param recursive whether every key is shown by itself, ungrouped
     * @param limit the most segments to return, at least 1; ask for one more to learn whether there are more
     */
    public static List<Segment> list(Keys keys, Bytes prefix, boolean recursive, int limit) throws IOException {
        List<Segment> found = new ArrayList<>();
        KeyRange range = KeyRange.ofPrefix(prefix);
        Bytes group = null;
        long inGroup = 0;
        try (KvCursor cursor = keys.scan(range.from(), range.to())) {
            while (cursor.next()) {
                Bytes key = cursor.key();
                if (group != null && key.startsWith(group)) {
                    inGroup++;
                    continue;
                }
                if (group != null) {
                    found.add(Segment.prefix(group, inGroup));
                    group = null;
                }
                if (found.size() >= limit) {
                    return found;
                }
                group = recursive ? null : group(key, prefix.length());
                inGroup = 1;
                if (group == null) {
                    found.add(Segment.key(key, cursor.value()));
                }
            }
        }
        if (group != null) {
            found.add(Segment.prefix(group, inGroup));
        }
        return found;
    }

    /**
     * The segments below a prefix without counts: each group is jumped over, so that the work is bounded by what is returned,
     * not by the size of the store.
     *
     * @param max the most segments to return
     */
    public static List<Segment> complete(Keys keys, Bytes prefix, int max) throws IOException {
        List<Segment> found = new ArrayList<>();
        Bytes to = KeyRange.ofPrefix(prefix).to();
        Bytes from = prefix;
        while (from != null && found.size() < max) {
            from = completeUpToLongGroup(keys, from, to, prefix, max, found);
        }
        return found;
    }

    /** Reads on from a key up to the first long group; returns where to go on behind it, or null at the end. */
    private static Bytes completeUpToLongGroup(
            Keys keys, Bytes from, Bytes to, Bytes prefix, int max, List<Segment> found) throws IOException {
        Bytes group = null;
        int steps = 0;
        try (KvCursor cursor = keys.scan(from, to)) {
            while (cursor.next()) {
                Bytes key = cursor.key();
                if (group != null && key.startsWith(group)) {
                    if (++steps > STEPS_BEFORE_SEEK) {
                        return KeyRange.successor(group);
                    }
                    continue;
                }
                if (found.size() >= max) {
                    return null;
                }
                group = group(key, prefix.length());
                steps = 0;
                found.add(
                        group == null ? Segment.key(key, cursor.value()) : Segment.prefix(group, Segment.NOT_COUNTED));
            }
        }
        return null;
    }

    /** The key up to the first slash at or after a position, or null when there is none. */
    private static Bytes group(Bytes key, int from) {
        byte[] bytes = key.array();
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '/') {
                return Bytes.of(Arrays.copyOf(bytes, i + 1));
            }
        }
        return null;
    }
}
