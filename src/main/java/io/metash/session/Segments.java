package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups keys into a tree by the next slash after a prefix (decisions 21). */
public final class Segments {
    /** Number of keys to read before skipping the rest of a group with a new cursor, which costs about as much. */
    private static final int STEPS_BEFORE_SEEK = 8;

    /** No grouping. */
    public static final int EVERY_KEY = Integer.MAX_VALUE;

    private Segments() {}

    /** Supplies keys, like {@link Session#scan}. */
    @FunctionalInterface
    public interface Keys {
        /** Returns the keys of a range, ascending; {@code to} is null for no end. */
        KvCursor scan(Bytes from, @Nullable Bytes to) throws IOException;
    }

    /**
     * Lists the segments below a prefix with their key counts, in one scan.
     *
     * @param prefix any text; need not end in a slash
     * @param recursive whether to list every key, ungrouped
     * @param limit the maximum number of segments, at least 1; request one more to detect more
     */
    public static List<Segment> list(Keys keys, Bytes prefix, boolean recursive, int limit) throws IOException {
        List<Segment> found = new ArrayList<>();
        walk(keys, prefix, recursive ? EVERY_KEY : 1, segment -> {
            found.add(segment);
            return found.size() < limit;
        });
        return found;
    }

    /** Receives the segments. */
    @FunctionalInterface
    public interface Visitor {
        /** Receives a segment; returns false to stop. */
        boolean visit(Segment segment) throws IOException;
    }

    /**
     * Visits the segments below a prefix in key order with counts, in one scan and with the memory of one segment.
     *
     * @param depth the slash after the prefix by which keys are grouped, from 1; {@link #EVERY_KEY} for no
     *     grouping
     */
    public static void walk(Keys keys, Bytes prefix, int depth, Visitor visitor) throws IOException {
        KeyRange range = KeyRange.ofPrefix(prefix);
        Bytes group = null;
        long inGroup = 0;
        long bytes = 0;
        try (KvCursor cursor = keys.scan(range.from(), range.to())) {
            while (cursor.next()) {
                Bytes key = cursor.key();
                if (group != null && key.startsWith(group)) {
                    inGroup++;
                    bytes += Segment.bytes(key, cursor.value());
                    continue;
                }
                if (group != null && !visitor.visit(Segment.prefix(group, inGroup, bytes))) {
                    return;
                }
                group = group(key, prefix.length(), depth);
                inGroup = 1;
                if (group != null) {
                    bytes = Segment.bytes(key, cursor.value());
                } else if (!visitor.visit(Segment.key(key, cursor.value()))) {
                    return;
                }
            }
        }
        if (group != null) {
            visitor.visit(Segment.prefix(group, inGroup, bytes));
        }
    }

    /**
     * Lists the segments below a prefix without counts. Skips each group, so that the cost is bounded by the result,
     * not by the size of the store.
     *
     * @param max the maximum number of segments
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

    /** Reads from a key up to the first long group; returns the position after it, or null at the end. */
    private static @Nullable Bytes completeUpToLongGroup(
            Keys keys, Bytes from, @Nullable Bytes to, Bytes prefix, int max, List<Segment> found) throws IOException {
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
                group = group(key, prefix.length(), 1);
                steps = 0;
                found.add(
                        group == null
                                ? Segment.key(key, cursor.value())
                                : Segment.prefix(group, Segment.NOT_COUNTED, Segment.NOT_COUNTED));
            }
        }
        return null;
    }

    /** Returns the key up to the {@code depth}-th slash at or after a position, or null when it has fewer. */
    private static @Nullable Bytes group(Bytes key, int from, int depth) {
        byte[] bytes = key.array();
        int slashes = 0;
        for (int i = from; depth != EVERY_KEY && i < bytes.length; i++) {
            if (bytes[i] == '/' && ++slashes == depth) {
                return Bytes.of(Arrays.copyOf(bytes, i + 1));
            }
        }
        return null;
    }
}
