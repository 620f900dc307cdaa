package io.metash.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Moves all records of a source through stages into a sink, in order. One thread reads the input, workers parse
 * pieces and encode batches, and the caller's thread writes: CPU-heavy work runs in parallel; writes stay in order.
 * Short streams start no thread.
 */
public final class Pump {
    private static final int BATCH_RECORDS = 1000;
    private static final long BATCH_BYTES = 192 << 10;
    private static final int JOBS_AHEAD = 4;
    /** Upper bound of records in flight, KiB, unless a single record is larger. */
    private static final int KIB_AHEAD = 16 << 10;
    /** Estimated heap bytes per input byte (text, record and encoded output). */
    private static final int BYTES_FOR_ONE = 3;

    private static final int WORKERS = 2;
    private static final long STOP_MS = 2000;
    private static final long POLL_MS = 50;

    private final RecordSource source;
    private final RecordSink sink;
    private final List<Stage> stages;
    private final Progress progress;
    private final Cancel cancel;
    /** The sink, if it can encode in parallel: only when there are no stages before it. */
    private final @Nullable BatchSink encoder;

    private volatile @Nullable Throwable pullerFailure;
    private volatile boolean stopped;
    private final Semaphore memoryKib = new Semaphore(KIB_AHEAD);
    private long moved;

    /** Connects a source to a sink. Closes neither. */
    public Pump(RecordSource source, List<Stage> stages, RecordSink sink, Progress progress, Cancel cancel) {
        this.source = source;
        this.sink = sink;
        this.stages = List.copyOf(stages);
        this.progress = progress;
        this.cancel = cancel;
        this.encoder = encoder(sink, stages);
    }

    /** A unit of work in flight. */
    private interface Job {
        /** The part that may run on any thread. */
        void work();

        /** Writes the result; runs on the caller's thread, in order. */
        void write() throws IOException;

        /** The input size in bytes. */
        long bytes();
    }

    private static int kib(Job job) {
        return (int) Math.min(KIB_AHEAD, BYTES_FOR_ONE * job.bytes() >> 10);
    }

    /** A job and its background work, null for none; a null job marks the end of the input. */
    private record Slot(@Nullable Job job, @Nullable Future<?> work) {}

    /** Moves everything and finishes the sink; returns the number of records that reached it. */
    public long run() throws IOException {
        Batch first = pull();
        first.write();
        if (!first.last) {
            runOnThreads();
        }
        sink.finish();
        return moved;
    }

    private void runOnThreads() throws IOException {
        Pieces pieces = source.pieces();
        boolean work = pieces != null || encoder != null;
        ThreadPoolExecutor workers = null;
        if (work) {
            workers = new ThreadPoolExecutor(
                    WORKERS, WORKERS, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Pump::daemon);
        }
        runOnThreads(pieces, workers);
    }

    private void runOnThreads(@Nullable Pieces pieces, @Nullable ThreadPoolExecutor workers) throws IOException {
        BlockingQueue<Slot> queue = new ArrayBlockingQueue<>(JOBS_AHEAD);
        Thread puller = daemon(() -> pullAll(pieces, workers, queue));
        puller.start();
        try {
            for (Job job = next(queue); job != null; job = next(queue)) {
                job.write();
                memoryKib.release(kib(job));
            }
        } finally {
            stop(puller, workers);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "metash-pump");
        thread.setDaemon(true);
        return thread;
    }

    private void pullAll(@Nullable Pieces pieces, @Nullable ExecutorService workers, BlockingQueue<Slot> queue) {
        try {
            Job job = pull(pieces);
            while (job != null && acquire(kib(job))) {
                put(queue, new Slot(job, workers == null ? null : workers.submit(job::work)));
                job = pull(pieces);
            }
            put(queue, new Slot(null, null));
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error failure) {
            pullerFailure = failure;
        }
    }

    /** Takes memory for a job; false when the pump has stopped. */
    private boolean acquire(int kib) throws InterruptedException {
        boolean acquired = false;
        while (!acquired && !stopped) {
            acquired = memoryKib.tryAcquire(kib, POLL_MS, TimeUnit.MILLISECONDS);
        }
        return acquired;
    }

    private void put(BlockingQueue<Slot> queue, Slot slot) throws InterruptedException {
        boolean added = false;
        while (!added && !stopped) {
            added = queue.offer(slot, POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private @Nullable Job pull(@Nullable Pieces pieces) throws IOException {
        if (pieces != null) {
            Pieces.Piece piece = pieces.next();
            if (piece == null) {
                return null;
            }
            return new PieceJob(piece);
        }
        Batch batch = pull();
        if (batch.last && batch.records.isEmpty()) {
            return null;
        }
        return batch;
    }

    /**
     * Pulls the next batch. A source may count its bytes in coarser steps than records, so large values are counted
     * here.
     */
    private Batch pull() throws IOException {
        List<MetaRecord> records = new ArrayList<>(BATCH_RECORDS);
        long[] lines = new long[BATCH_RECORDS];
        long start = source.bytesRead();
        long values = 0;
        boolean last = false;
        while (records.size() < BATCH_RECORDS && Math.max(values, source.bytesRead() - start) < BATCH_BYTES) {
            MetaRecord record = source.next();
            if (record == null) {
                last = true;
                break;
            }
            values += MemoryEstimate.of(record);
            lines[records.size()] = source.line();
            records.add(record);
        }
        long read = source.bytesRead();
        return new Batch(records, lines, read, last, Math.max(values, read - start));
    }

    private static @Nullable BatchSink encoder(RecordSink sink, List<Stage> stages) {
        if (stages.isEmpty() && sink instanceof BatchSink batches) {
            return batches;
        }
        return null;
    }

    /** Takes the next job when its background work is done; null at the end of the input. */
    private @Nullable Job next(BlockingQueue<Slot> queue) throws IOException {
        try {
            while (true) {
                Slot next = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    await(next.work);
                    return next.job;
                }
                cancel.check();
                Throwable failure = pullerFailure;
                if (failure != null && queue.isEmpty()) {
                    rethrow(failure);
                }
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private void await(@Nullable Future<?> work) throws IOException {
        if (work == null) {
            return;
        }
        try {
            work.get();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } catch (ExecutionException failed) {
            rethrow(failed.getCause());
        }
    }

    private static Failure interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Failure.of(ExitStatus.INTERRUPTED, "interrupted").causedBy(interrupted);
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        throw (Error) failure;
    }

    /**
     * Stops the threads without an interrupt, which would close the file that they read for all later readers. The
     * source must not be closed while they use it; only a read that never returns, of a terminal or a pipe, is
     * abandoned.
     */
    private void stop(Thread puller, @Nullable ThreadPoolExecutor workers) {
        stopped = true;
        try {
            puller.join(STOP_MS);
            if (workers != null) {
                workers.shutdown();
                workers.getQueue().clear();
                workers.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<MetaRecord> records, IntToLongFunction lines) throws IOException {
        for (int i = 0; i < records.size(); i++) {
            MetaRecord record = records.get(i);
            for (Stage stage : stages) {
                if (record == null) {
                    record = null;
                } else {
                    record = stage.apply(record);
                }
            }
            if (record != null) {
                sink.accept(record, lines.applyAsLong(i));
                moved++;
            }
        }
    }

    /** Records that were pulled one by one. */
    private final class Batch implements Job {
        private final List<MetaRecord> records;
        private final long[] lines;
        private final long bytesRead;
        private final boolean last;
        private final long bytes;
        private @Nullable Object encoded;

        Batch(List<MetaRecord> records, long[] lines, long bytesRead, boolean last, long bytes) {
            this.records = records;
            this.lines = lines;
            this.bytesRead = bytesRead;
            this.last = last;
            this.bytes = bytes;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void work() {
            if (encoder != null) {
                encoded = encoder.encode(records);
            }
        }

        @Override
        public void write() throws IOException {
            cancel.check();
            if (encoded != null && encoder != null) {
                encoder.write(encoded);
                moved += records.size();
            } else {
                Pump.this.write(records, i -> lines[i]);
            }
            progress.moved(moved, bytesRead, source.bytesTotal());
        }
    }

    /** A piece of the input. */
    private final class PieceJob implements Job {
        private final Pieces.Piece piece;
        private @Nullable Object encoded;

        PieceJob(Pieces.Piece piece) {
            this.piece = piece;
        }

        @Override
        public long bytes() {
            return piece.bytes();
        }

        @Override
        public void work() {
            List<MetaRecord> records = piece.read();
            if (records != null && encoder != null) {
                encoded = encoder.encode(records);
            }
        }

        @Override
        public void write() throws IOException {
            cancel.check();
            List<MetaRecord> records = piece.records();
            if (encoded != null && encoder != null) {
                encoder.write(encoded);
                moved += records.size();
            } else {
                Pump.this.write(records, piece::line);
            }
            progress.moved(moved, piece.bytesRead(), source.bytesTotal());
        }
    }
}
