package io.metash.command.keys;

import io.metash.client.ClusterInfo;
import io.metash.command.CommandContext;
import io.metash.command.KeyCache;
import io.metash.command.ProgressCursor;
import io.metash.command.option.SnapshotAge;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.EndpointSession;
import io.metash.session.KeyRange;
import io.metash.session.Segment;
import io.metash.session.Segments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys below a prefix of a running service without reading all of them: the service has no range read (decisions
 * 23). A prefix with few keys is read. For a large one, cached keys are used, else the counts of the last snapshot; the
 * listing is then stale, which {@link #notice} reports.
 */
final class QuickKeys {
    /** A prefix with more keys is large. */
    static final int MAX_KEYS = 10_000;

    private static final long MAX_BYTES = 16 << 20;
    /** Snapshot counts cover directories only; they are used when at most this many keys are outside of them. */
    private static final int FEW_LEFT_OUT = 100;

    private final CommandContext context;
    private final EndpointSession session;
    private final List<Segment> found = new ArrayList<>();
    private KeyCache.@Nullable FullCopy remembered;
    private @Nullable ClusterInfo counted;
    private long leftOut;

    QuickKeys(CommandContext context, EndpointSession session) {
        this.context = context;
        this.session = session;
    }

    /** Visits the segments below a prefix; returns false, with nothing visited, if they cannot be listed quickly. */
    boolean walk(Bytes start, Segments.Visitor visitor, int limit) throws IOException {
        if (!remembered(start, limit, MAX_KEYS) && !read(start, limit) && !remembered(start, limit, 0)) {
            if (!counted(start)) {
                return false;
            }
        }
        for (Segment segment : found) {
            if (!visitor.visit(segment)) {
                break;
            }
        }
        return true;
    }

    /** Reads the current keys, up to a number of keys and bytes; returns false if there are more. */
    private boolean read(Bytes start, int limit) throws IOException {
        found.clear();
        boolean[] more = {false};
        Segments.walk((from, to) -> new FirstKeys(session.first(start, MAX_KEYS + 1), more), start, 1, segment -> {
            found.add(new Segment(segment.text(), segment.keys(), segment.bytes(), segment.leaf(), null));
            return found.size() <= limit;
        });
        if (more[0]) {
            found.clear();
        }
        return !more[0];
    }

    /** The keys up to the limits; ends there like a complete range. */
    private final class FirstKeys implements KvCursor {
        private final KvCursor below;
        private final boolean[] more;
        private long keys;
        private long bytes;

        FirstKeys(KvCursor below, boolean[] more) {
            this.below = new ProgressCursor(below, context);
            this.more = more;
        }

        @Override
        public boolean next() throws IOException {
            if (!below.next()) {
                return false;
            }
            more[0] = ++keys > MAX_KEYS || (bytes += Segment.bytes(key(), value())) > MAX_BYTES;
            return !more[0];
        }

        @Override
        public Bytes key() {
            return below.key();
        }

        @Override
        public SeqV value() {
            return below.value();
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }

    /** Uses the cached keys if the cache is complete and has more keys than the limit. */
    private boolean remembered(Bytes start, int limit, int moreThan) throws IOException {
        KeyCache.FullCopy keys = context.state(session).keys().filled();
        if (keys == null || !hasMore(keys, start, moreThan)) {
            return false;
        }
        Segments.walk(keys::scan, start, 1, segment -> {
            context.cancel().check();
            found.add(new Segment(segment.text(), segment.keys(), Segment.NOT_COUNTED, segment.leaf(), null));
            return found.size() <= limit;
        });
        remembered = keys;
        return true;
    }

    private static boolean hasMore(KeyCache.FullCopy keys, Bytes start, int than) throws IOException {
        KeyRange range = KeyRange.ofPrefix(start);
        try (KvCursor cursor = keys.scan(range.from(), range.to())) {
            int seen = 0;
            while (seen <= than && cursor.next()) {
                seen++;
            }
            return seen > than;
        }
    }

    /** Uses the directories of the last snapshot that are one level below the prefix. */
    private boolean counted(Bytes start) {
        String prefix = start.text();
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            // The counts omit the number of keys with this prefix.
            return false;
        }
        int slashes = (int) prefix.chars().filter(c -> c == '/').count();
        String itself;
        if (prefix.isEmpty()) {
            itself = null;
        } else {
            itself = prefix.substring(0, prefix.length() - 1);
        }
        List<Segment> directories = new ArrayList<>();
        long[] all = {-1};
        Last last = new Last();
        try {
            counted = session.info();
            session.client().keysLayout(slashes + 1, (directory, keys) -> {
                last.passTo((name, count) -> add(name, count, prefix, slashes, itself, directories, all));
                last.set(directory, keys);
            });
        } catch (Failure none) {
            if (none.status() != ExitStatus.VERSION) {
                throw none;
            }
        }
        if (itself == null) {
            all[0] = last.keys;
        }
        leftOut = all[0] - directories.stream().mapToLong(Segment::keys).sum();
        if (directories.isEmpty() || leftOut < 0 || leftOut > FEW_LEFT_OUT) {
            counted = null;
            return false;
        }
        found.addAll(directories);
        return true;
    }

    private static void add(
            String name,
            long count,
            String prefix,
            int slashes,
            @Nullable String itself,
            List<Segment> directories,
            long[] all) {
        if (name.equals(itself)) {
            all[0] = count;
        } else if (name.startsWith(prefix) && name.chars().filter(c -> c == '/').count() == slashes) {
            directories.add(new Segment(
                    Bytes.of((name + "/").getBytes(StandardCharsets.UTF_8)), count, Segment.NOT_COUNTED, false, null));
        }
    }

    /** Delays each count by one, since the last count is the total, not a directory. */
    private static final class Last {
        private @Nullable String directory;
        private long keys;

        void set(String name, long count) {
            directory = name;
            keys = count;
        }

        void passTo(ObjLongConsumer<String> to) {
            if (directory != null) {
                to.accept(directory, keys);
            }
        }
    }

    /** Prints the age of the listing, unless it is current. */
    void notice() {
        if (remembered != null) {
            context.io()
                    .err()
                    .println("note: these are the keys of " + Units.seconds(remembered.ageSeconds())
                            + " ago; ls --fresh reads them all now");
        } else if (counted != null) {
            SnapshotAge.say(counted, context);
            String verb = leftOut == 1 ? "is" : "are";
            String missing = Units.count(leftOut, "key") + " outside these directories " + verb + " not listed; ";
            context.io().err().println("note: " + (leftOut == 0 ? "" : missing) + "ls --fresh reads all keys now");
        }
    }
}
