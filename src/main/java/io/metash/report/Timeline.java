package io.metash.report;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the log entries of each kind in each minute. */
public final class Timeline {
    private static final long MINUTE_MS = 60_000;
    /** The maximum number of buckets; above it, pairs of buckets are merged. */
    private static final int MAX = 4096;

    private final TreeMap<Long, long[]> buckets = new TreeMap<>();
    private final long[] totals = new long[Kind.values().length];
    private long widthMs = MINUTE_MS;
    private long lastMs;
    private long untimed;

    /** The kind of an entry. */
    public enum Kind {
        /** Sets one key. */
        WRITE("writes"),
        /** Deletes one key. */
        DELETE("deletes"),
        /** A transaction. */
        TRANSACTION("transactions"),
        /** Changes members, addresses or features. */
        CLUSTER("cluster changes");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The plural noun of the kind. */
        public String words() {
            return words;
        }
    }

    /** The entry counts of a time span. */
    public record Bucket(long fromMs, long[] counts) {
        /** The total of all kinds. */
        public long total() {
            long total = 0;
            for (long count : counts) {
                total += count;
            }
            return total;
        }
    }

    /** Adds an entry. */
    void add(Entry entry) {
        Optional<Kind> kind = entry.payload()
                .match(
                        blank -> Optional.empty(),
                        members -> Optional.of(Kind.CLUSTER),
                        normal -> Optional.of(kind(normal.cmd())));
        Long timeMs = null;
        if (entry.payload() instanceof Entry.Normal normal) {
            timeMs = normal.timeMs();
        }
        if (kind.isPresent()) {
            count(kind.get(), timeMs);
        }
    }

    private void count(Kind kind, @Nullable Long timeMs) {
        totals[kind.ordinal()]++;
        if (timeMs == null) {
            untimed++;
            return;
        }
        lastMs = Math.max(lastMs, timeMs);
        buckets.computeIfAbsent(timeMs / widthMs, at -> new long[Kind.values().length])[kind.ordinal()]++;
        while (buckets.size() > MAX) {
            widen();
        }
    }

    private static Kind kind(Cmd cmd) {
        return cmd.<Kind, RuntimeException>match(
                node -> Kind.CLUSTER,
                node -> Kind.CLUSTER,
                feature -> Kind.CLUSTER,
                upsert -> upsert.value()
                        .<Kind, RuntimeException>match(update -> Kind.WRITE, delete -> Kind.DELETE, asIs -> Kind.WRITE),
                transaction -> Kind.TRANSACTION,
                transaction -> Kind.TRANSACTION);
    }

    private void widen() {
        TreeMap<Long, long[]> wide = new TreeMap<>();
        buckets.forEach((at, counts) -> {
            long[] sum = wide.computeIfAbsent(at / 2, key -> new long[counts.length]);
            for (int i = 0; i < counts.length; i++) {
                sum[i] += counts[i];
            }
        });
        widthMs *= 2;
        buckets.clear();
        buckets.putAll(wide);
    }

    /** The proposal time of the last entry, milliseconds since 1970; 0 when unknown. */
    public long lastMs() {
        return lastMs;
    }

    /** The number of entries without a time. */
    public long untimed() {
        return untimed;
    }

    /** The number of entries of a kind. */
    public long total(Kind kind) {
        return totals[kind.ordinal()];
    }

    /** The width of a bucket: one minute, or longer if the log spans more time. */
    public long widthMs(int most) {
        long width = widthMs;
        while (!buckets.isEmpty() && span(width) > most) {
            width *= 2;
        }
        return width;
    }

    private long span(long width) {
        return buckets.lastKey() * widthMs / width - buckets.firstKey() * widthMs / width + 1;
    }

    /** The buckets from the first change to the last one, including empty ones; at most {@code most}. */
    public List<Bucket> buckets(int most) {
        List<Bucket> all = new ArrayList<>();
        if (buckets.isEmpty()) {
            return all;
        }
        long width = widthMs(most);
        long first = buckets.firstKey() * widthMs / width;
        for (long i = 0; i < span(width); i++) {
            all.add(new Bucket((first + i) * width, new long[Kind.values().length]));
        }
        for (Map.Entry<Long, long[]> bucket : buckets.entrySet()) {
            long[] sum =
                    all.get((int) (bucket.getKey() * widthMs / width - first)).counts();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += bucket.getValue()[i];
            }
        }
        return all;
    }
}
