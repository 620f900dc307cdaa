package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.Session;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the keys of a running service, for completion and listings of large prefixes: the service has no range read
 * (decisions 23). A background thread fills it; readers get its current content at once. Completion never fills it, so
 * typing sends no requests.
 */
public final class KeyCache {
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int PUBLISH_EVERY = 1024;
    private static final SeqV NO_VALUE = new SeqV(0, null, Bytes.EMPTY);

    private volatile PackedKeys keys = PackedKeys.NONE;
    private volatile boolean filling;
    private volatile boolean failed;
    private volatile long filledAtNanos;
    private volatile @Nullable FullCopy filled;
    private boolean filledOnce;
    private long startedAtNanos;
    private long changedAtNanos;
    private boolean everChanged;

    /** Starts to read the keys again if they are old or known to have changed; returns immediately. */
    public synchronized void refresh(Session session, boolean changed) {
        if (changed) {
            everChanged = true;
            changedAtNanos = System.nanoTime();
        }
        boolean old = !filledOnce || changedSince(startedAtNanos) || System.nanoTime() - filledAtNanos > STALE_NANOS;
        if (filling || !old || failed) {
            return;
        }
        filling = true;
        filledOnce = true;
        startedAtNanos = System.nanoTime();
        long started = startedAtNanos;
        Thread thread = new Thread(() -> fill(session, started), "metash-keys");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private boolean changedSince(long nanos) {
        return everChanged && changedAtNanos - nanos >= 0;
    }

    /** All keys at one moment, after the last change by this shell; null if unknown. */
    public synchronized @Nullable FullCopy filled() {
        FullCopy last = filled;
        if (last == null || changedSince(last.readAtNanos())) {
            return null;
        }
        return last;
    }

    /**
     * All keys at one moment.
     *
     * @param readAtNanos the moment, from {@link System#nanoTime}
     */
    public record FullCopy(PackedKeys keys, long readAtNanos) {
        public double ageSeconds() {
            return (System.nanoTime() - readAtNanos) / 1e9;
        }

        /** The keys of a range, without their values. */
        public KvCursor scan(Bytes from, @Nullable Bytes to) {
            return KeyCache.scan(keys, from, to);
        }
    }

    /** Records that the service answered a command, so that a failed read may be retried. */
    public void answered() {
        failed = false;
    }

    private void fill(Session session, long started) {
        PackedKeys.Builder builder = new PackedKeys.Builder();
        boolean first = keys.size() == 0;
        try (KvCursor cursor = session.scan(Bytes.EMPTY, null)) {
            boolean more = cursor.next();
            for (; more && builder.fits(); more = cursor.next()) {
                builder.add(cursor.key());
                if (first && builder.size() % PUBLISH_EVERY == 0) {
                    keys = builder.soFar();
                }
            }
            keys = builder.soFar();
            if (more || builder.skipped()) {
                filled = null;
            } else {
                filled = new FullCopy(keys, started);
            }
        } catch (IOException | RuntimeException silent) {
            // A background read; the foreground read reports the failure.
            failed = true;
        } finally {
            filledAtNanos = System.nanoTime();
            filling = false;
        }
    }

    /** Whether the cache is being filled for the first time. */
    public boolean filling() {
        return filling;
    }

    /** The number of known keys. */
    public int size() {
        return keys.size();
    }

    /** The known keys of a range, without their values. */
    public KvCursor scan(Bytes from, @Nullable Bytes to) {
        return scan(keys, from, to);
    }

    private static KvCursor scan(PackedKeys keys, Bytes from, @Nullable Bytes to) {
        PackedKeys.Cursor cursor = keys.from(from);
        return new KvCursor() {
            @Override
            public boolean next() {
                return cursor.next() && (to == null || cursor.key().compareTo(to) < 0);
            }

            @Override
            public Bytes key() {
                return cursor.key();
            }

            @Override
            public SeqV value() {
                return NO_VALUE;
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}
