package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.sort.OrderedMap;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Changes on top of an immutable base state. Owns the map of the changes. */
public final class OverlayStore implements ReadStore, Closeable {
    private final ReadStore base;
    private final OrderedMap changes;

    /** Creates an overlay without changes; {@code changes} must be empty. */
    public OverlayStore(ReadStore base, OrderedMap changes) {
        this.base = base;
        this.changes = changes;
    }

    /** Returns the key of a change in the map. */
    public static byte[] row(Bytes key) {
        return OverlayRows.keyRow(key);
    }

    @Override
    public @Nullable SeqV get(Bytes key) throws IOException {
        byte[] stored = changes.get(OverlayRows.keyRow(key));
        if (stored == null) {
            return base.get(key);
        }
        if (stored.length == 0) {
            return null;
        }
        return OverlayRows.value(stored);
    }

    /** Loads a key from another store. */
    public void load(Bytes key, SeqV value) throws IOException {
        put(key, value);
    }

    /** Loads a row of another store's expiry index. */
    public void loadExpiry(long timeMs, long seq, Bytes key) throws IOException {
        addExpiry(timeMs, seq, key);
    }

    /** Removes a key. */
    public void unload(Bytes key) throws IOException {
        remove(key);
    }

    /** Removes a row of the expiry index. */
    public void unloadExpiry(long timeMs, long seq) throws IOException {
        removeExpiry(timeMs, seq);
    }

    void put(Bytes key, SeqV value) throws IOException {
        changes.put(OverlayRows.keyRow(key), OverlayRows.value(value));
    }

    void remove(Bytes key) throws IOException {
        changes.put(OverlayRows.keyRow(key), OverlayRows.GONE);
    }

    void addExpiry(long timeMs, long seq, Bytes key) throws IOException {
        changes.put(OverlayRows.expiryRow(timeMs, seq), OverlayRows.expiring(key));
    }

    void removeExpiry(long timeMs, long seq) throws IOException {
        changes.put(OverlayRows.expiryRow(timeMs, seq), OverlayRows.GONE);
    }

    @Override
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException {
        byte[] to;
        if (toExclusive == null) {
            to = new byte[] {OverlayRows.KEY + 1};
        } else {
            to = OverlayRows.keyRow(toExclusive);
        }
        return new Keys(base.scan(fromInclusive, toExclusive), changes.scan(OverlayRows.keyRow(fromInclusive), to));
    }

    @Override
    public ExpiryCursor expiries() throws IOException {
        return new Expiries(
                base.expiries(), changes.scan(new byte[] {OverlayRows.EXPIRY}, new byte[] {OverlayRows.EXPIRY + 1}));
    }

    @Override
    public void close() throws IOException {
        changes.close();
    }

    /** Merges two ascending cursors; the change takes precedence where both have a row. */
    private abstract static class Merge implements Closeable {
        private final Closeable below;
        final OrderedMap.Cursor above;
        private boolean hasBelow;
        private boolean hasAbove;
        private boolean started;
        boolean onAbove;
        private boolean same;

        Merge(Closeable below, OrderedMap.Cursor above) {
            this.below = below;
            this.above = above;
        }

        abstract boolean nextBelow() throws IOException;

        /** Compares the base row with the changed row. */
        abstract int compare();

        public boolean next() throws IOException {
            if (!started) {
                started = true;
                hasBelow = nextBelow();
                hasAbove = above.next();
            } else {
                step();
            }
            while (hasAbove || hasBelow) {
                int order = order();
                onAbove = order >= 0;
                same = order == 0;
                if (!onAbove || above.value().length > 0) {
                    return true;
                }
                step();
            }
            return false;
        }

        private int order() {
            if (!hasBelow) {
                return 1;
            }
            if (hasAbove) {
                return compare();
            }
            return -1;
        }

        private void step() throws IOException {
            if (!onAbove || same) {
                hasBelow = hasBelow && nextBelow();
            }
            if (onAbove) {
                hasAbove = above.next();
            }
        }

        @Override
        public void close() throws IOException {
            below.close();
            above.close();
        }
    }

    private static final class Keys extends Merge implements KvCursor {
        private final KvCursor below;

        Keys(KvCursor below, OrderedMap.Cursor above) {
            super(below, above);
            this.below = below;
        }

        @Override
        boolean nextBelow() throws IOException {
            return below.next();
        }

        @Override
        int compare() {
            return below.key().compareTo(OverlayRows.key(above.key()));
        }

        @Override
        public Bytes key() {
            if (onAbove) {
                return OverlayRows.key(above.key());
            }
            return below.key();
        }

        @Override
        public SeqV value() {
            if (onAbove) {
                return OverlayRows.value(above.value());
            }
            return below.value();
        }
    }

    private static final class Expiries extends Merge implements ExpiryCursor {
        private final ExpiryCursor below;

        Expiries(ExpiryCursor below, OrderedMap.Cursor above) {
            super(below, above);
            this.below = below;
        }

        @Override
        boolean nextBelow() throws IOException {
            return below.next();
        }

        @Override
        int compare() {
            int byTime = U64.compare(below.timeMs(), OverlayRows.timeMs(above.key()));
            if (byTime != 0) {
                return byTime;
            }
            return U64.compare(below.seq(), OverlayRows.seq(above.key()));
        }

        @Override
        public long timeMs() {
            if (onAbove) {
                return OverlayRows.timeMs(above.key());
            }
            return below.timeMs();
        }

        @Override
        public long seq() {
            if (onAbove) {
                return OverlayRows.seq(above.key());
            }
            return below.seq();
        }

        @Override
        public Bytes key() {
            if (onAbove) {
                return OverlayRows.key(above.value());
            }
            return below.key();
        }
    }
}
