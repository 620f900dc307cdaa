package io.metash.raftdir.sled;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The segments of {@code db} in use from an lsn on, ordered by lsn (sled-0.34 §3.1, §8). */
final class LogSegments {
    /** The size of a segment's header in bytes. */
    static final int HEADER_BYTES = 20;

    private static final long MASK = Long.MAX_VALUE;

    private final List<Segment> kept;
    private final long maxStable;
    private final int size;

    /**
     * A segment.
     *
     * @param lsn its first lsn
     * @param offset its first byte in the file
     * @param stable the stable lsn when the segment was started
     */
    record Segment(long lsn, long offset, long stable) {}

    private LogSegments(List<Segment> kept, long maxStable, int size) {
        this.kept = kept;
        this.maxStable = maxStable;
        this.size = size;
    }

    /**
     * Reads all headers.
     *
     * @param fromLsn a multiple of the segment size; earlier segments are skipped
     */
    static LogSegments scan(FileWindow window, int size, long fromLsn, Path file) throws IOException {
        long count = window.size() / size + (window.size() % size >= HEADER_BYTES ? 1 : 0);
        List<Segment> kept = new ArrayList<>();
        long maxStable = fromLsn;
        for (long i = 0; i < count; i++) {
            Segment segment = header(window, i * size);
            if (segment == null || segment.lsn < fromLsn) {
                continue;
            }
            if (segment.lsn % size != 0 || segment.lsn < segment.offset) {
                throw SledDamage.at(
                        file,
                        segment.offset,
                        "a segment with lsn " + segment.lsn + ", which cannot start at this byte");
            }
            kept.add(segment);
            maxStable = Math.max(maxStable, segment.stable);
        }
        kept.sort(Comparator.comparingLong(Segment::lsn));
        for (int i = 1; i < kept.size(); i++) {
            if (kept.get(i).lsn == kept.get(i - 1).lsn) {
                throw SledDamage.at(
                        file,
                        kept.get(i).offset,
                        "a second segment with lsn " + kept.get(i).lsn + "; the first is at byte "
                                + kept.get(i - 1).offset);
            }
        }
        return new LogSegments(kept, maxStable, size);
    }

    /**
     * Finds segments with messages from an lsn on that were skipped because their header is damaged.
     *
     * @return the first byte of the first such segment
     */
    OptionalLong withoutHeader(FileWindow window, SledMessageReader reader, long fromLsn) throws IOException {
        Set<Long> inUse = new HashSet<>();
        kept.forEach(segment -> inUse.add(segment.lsn));
        for (long at = 0; at + HEADER_BYTES <= window.size(); at += size) {
            if (header(window, at) == null) {
                long number = reader.segmentNumber(at + HEADER_BYTES);
                if (number >= 0 && number * size >= fromLsn && !inUse.contains(number * size)) {
                    return OptionalLong.of(at);
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the header at an offset, or null when no segment in use starts there. */
    private static @Nullable Segment header(FileWindow window, long offset) throws IOException {
        int from = window.move(offset, HEADER_BYTES);
        SledBytes in = new SledBytes(window.bytes(), from, from + HEADER_BYTES);
        int stored = (int) in.fixed(4);
        CRC32 crc = new CRC32();
        crc.update(window.bytes(), from + 4, HEADER_BYTES - 4);
        if (stored != ~(int) crc.getValue()) {
            return null;
        }
        return new Segment(in.fixed(8) ^ MASK, offset, in.fixed(8) ^ MASK);
    }

    /** Returns the segments in use, by ascending lsn. */
    List<Segment> all() {
        return kept;
    }

    /** Returns the segments at the end of the log: consecutive ones from the last known stable lsn. */
    List<Segment> tail() {
        List<Segment> tail = new ArrayList<>();
        long expected = tailStart();
        for (Segment segment : kept) {
            if (segment.lsn == expected) {
                tail.add(segment);
                expected += size;
            }
        }
        return tail;
    }

    /** Returns the lsn of the first missing segment that precedes segments in use. */
    OptionalLong gap() {
        long expected = tailStart() + (long) tail().size() * size;
        boolean beyond = kept.stream().anyMatch(segment -> segment.lsn > expected);
        if (beyond) {
            return OptionalLong.of(expected);
        }
        return OptionalLong.empty();
    }

    /** Returns the first byte of the first segment after an lsn. */
    long offsetAfter(long lsn) {
        return kept.stream().filter(segment -> segment.lsn > lsn).findFirst().orElseThrow().offset;
    }

    /** Returns the file offset of an lsn in a segment in use. */
    long offset(long lsn) {
        return kept.stream()
                .filter(segment -> segment.lsn <= lsn && lsn < segment.lsn + size)
                .mapToLong(segment -> segment.offset + lsn - segment.lsn)
                .findFirst()
                .orElseThrow();
    }

    private long tailStart() {
        return Math.max(0, maxStable - Math.floorMod(maxStable, size));
    }
}
