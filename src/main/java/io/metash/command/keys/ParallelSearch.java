package io.metash.command.keys;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches keys and values on two threads; what it finds is passed on by the caller's thread, in the order of the keys. A scan of
 * one batch starts no thread, and a value that takes much memory is searched alone.
 */
final class ParallelSearch implements Closeable {
    private static final int WORKERS = 2;
    private static final int MAX_PENDING = 6;
    private static final int BATCH_BYTES = 64 << 10;
    private static final int BATCH_KEYS = 512;
    private static final int LARGE_BYTES = 512 << 10;
    /** The first byte of a compressed value, and the size that it is expected to have then. */
    private static final byte COMPRESSED = 0x0f;

    private static final int COMPRESSION = 32;
    private static final long POLL_MS = 50;

    /** Takes what was found. */
    interface Sink {
        void accept(KeySearch.Hit hit) throws IOException;
    }

    private record Row(Bytes key, Bytes data) {}

    private final Supplier<KeySearch> searches;
    private final Sink sink;
    private final Cancel cancel;
    private final KeySearch own;
    private final Deque<Future<List<KeySearch.Hit>>> pending = new ArrayDeque<>();
    private List<Row> batch = new ArrayList<>();
    private long batchBytes;
    private @Nullable ExecutorService workers;

    /** Creates a search; {@code searches} makes one for the use of one thread. */
    ParallelSearch(Supplier<KeySearch> searches, Sink sink, Cancel cancel) {
        this.searches = searches;
        this.sink = sink;
        this.cancel = cancel;
        this.own = searches.get();
    }

    /** Searches a key and its value, now or later. */
    void add(Bytes key, Bytes data) throws IOException {
        long bytes = data.length();
        if (bytes > 0 && data.array()[0] == COMPRESSED) {
            bytes *= COMPRESSION;
        }
        if (bytes > LARGE_BYTES) {
            finish();
        }
        batch.add(new Row(key, data));
        batchBytes += bytes + key.length();
        if (bytes > LARGE_BYTES) {
            finish();
        } else if (batch.size() == BATCH_KEYS || batchBytes >= BATCH_BYTES) {
            submit();
        }
    }

    /** Searches what was added, and passes on all that is found. */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            passOn(next());
        }
        List<Row> rest = batch;
        begin();
        passOn(search(own, rest));
    }

    private void begin() {
        batch = new ArrayList<>();
        batchBytes = 0;
    }

    private void submit() throws IOException {
        if (workers == null) {
            workers = Executors.newFixedThreadPool(WORKERS, work -> {
                Thread thread = new Thread(work, "metash-search");
                thread.setDaemon(true);
                return thread;
            });
        }
        List<Row> rows = batch;
        begin();
        pending.add(workers.submit(() -> search(searches.get(), rows)));
        while (pending.size() > MAX_PENDING
                || !pending.isEmpty() && pending.peek().isDone()) {
            passOn(next());
        }
    }

    private static List<KeySearch.Hit> search(KeySearch search, List<Row> rows) {
        List<KeySearch.Hit> hits = new ArrayList<>();
        for (Row row : rows) {
            search.search(row.key, row.data).ifPresent(hits::add);
        }
        return hits;
    }

    private void passOn(List<KeySearch.Hit> hits) throws IOException {
        for (KeySearch.Hit hit : hits) {
            sink.accept(hit);
        }
    }

    private List<KeySearch.Hit> next() {
        Future<List<KeySearch.Hit>> first = pending.remove();
        while (true) {
            cancel.check();
            try {
                return first.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // On.
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException runtime) {
                    throw runtime;
                }
                throw (Error) failed.getCause();
            }
        }
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
