package io.metash.backup;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a cursor ahead by a few batches on its own thread, so that two stores are read on two cores. */
final class PrefetchCursor implements Closeable {
    private static final int BATCH_KEYS = 500;
    private static final long BATCH_BYTES = 256 << 10;
    private static final int BATCHES_AHEAD = 4;
    private static final long STOP_MS = 5000;

    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread thread;
    private Batch batch = new Batch(List.of(), List.of(), false, null);
    private int at;
    private long keys;
    private volatile boolean stopped;

    /** Keys and values; the last batch is marked or carries the read error. */
    private record Batch(List<Bytes> keys, List<SeqV> values, boolean last, @Nullable Throwable failed) {}

    PrefetchCursor(KvCursor below) {
        thread = new Thread(() -> readAll(below), "metash-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(KvCursor below) {
        try {
            Throwable failed = null;
            boolean more = true;
            while (more && !stopped) {
                List<Bytes> keys = new ArrayList<>(BATCH_KEYS);
                List<SeqV> values = new ArrayList<>(BATCH_KEYS);
                long bytes = 0;
                try {
                    while (keys.size() < BATCH_KEYS && bytes < BATCH_BYTES && !stopped) {
                        more = below.next();
                        if (!more) {
                            break;
                        }
                        keys.add(below.key());
                        values.add(below.value());
                        bytes += below.key().length() + below.value().data().length();
                    }
                } catch (IOException | RuntimeException | Error thrown) {
                    failed = thrown;
                    more = false;
                }
                queue.put(new Batch(keys, values, !more, failed));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Advances to the next key; false at the end. */
    boolean next() throws IOException {
        at++;
        while (at >= batch.keys.size()) {
            if (batch.last) {
                rethrow(batch.failed);
                return false;
            }
            batch = poll();
            at = 0;
        }
        keys++;
        return true;
    }

    private Batch poll() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static void rethrow(@Nullable Throwable failed) throws IOException {
        if (failed instanceof IOException io) {
            throw io;
        }
        if (failed instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failed != null) {
            throw (Error) failed;
        }
    }

    Bytes key() {
        return batch.keys.get(at);
    }

    SeqV value() {
        return batch.values.get(at);
    }

    /** Number of keys read. */
    long keys() {
        return keys;
    }

    /** Waits for the reader thread without interrupting it, since an interrupt would close its files. */
    @Override
    public void close() {
        stopped = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MS);
        try {
            while (thread.isAlive() && System.nanoTime() < end) {
                queue.poll(10, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
