package io.metash.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Moves all records of a source through stages into a sink: one thread reads and parses, the other encodes and writes, with
 * batches between them, which is what two cores can use. A short stream never starts the second thread.
 */
public final class Pump {
    private static final int BATCH_RECORDS = 1000;
    private static final long BATCH_BYTES = 1 << 20;
    private static final int BATCHES_AHEAD = 3;
    private static final long READER_STOP_MS = 2000;

    private final RecordSource source;
    private final RecordSink sink;
    private final List<Stage> stages;
    private final Progress progress;
    private final Cancel cancel;
    private volatile Throwable readerFailure;
    private long moved;

    private record Batch(List<MetaRecord> records, long[] lines, long bytesRead, boolean last) {}

    /** Joins a source and a sink. Neither is closed here. */
    public Pump(RecordSource source, List<Stage> stages, RecordSink sink, Progress progress, Cancel cancel) {
        this.source = source;
        this.sink = sink;
        this.stages = List.copyOf(stages);
        this.progress = progress;
        this.cancel = cancel;
    }

    /** Moves everything and finishes the sink; returns the number of records that reached it. */
    public long run() throws IOException {
        Batch first = read();
        if (first.last) {
            write(first);
        } else {
            runWithReader(first);
        }
        sink.finish();
        progress.moved(moved, source.bytesRead(), source.bytesTotal());
        return moved;
    }

    private void runWithReader(Batch first) throws IOException {
        BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
        Thread reader = new Thread(() -> readAll(queue), "metash-reader");
        reader.setDaemon(true);
        reader.start();
        try {
            write(first);
            for (Batch batch = take(queue); ; batch = take(queue)) {
                write(batch);
                if (batch.last) {
                    break;
                }
            }
        } finally {
            stop(reader);
        }
    }

    private void readAll(BlockingQueue<Batch> queue) {
        try {
            Batch batch;
            do {
                batch = read();
                queue.put(batch);
            } while (!batch.last);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error failure) {
            readerFailure = failure;
        }
    }

    private Batch take(BlockingQueue<Batch> queue) throws IOException {
        try {
            while (true) {
                Batch batch = queue.poll(50, TimeUnit.MILLISECONDS);
                if (batch != null) {
                    return batch;
                }
                cancel.check();
                if (readerFailure != null && queue.isEmpty()) {
                    rethrow(readerFailure);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failure.of(Status.INTERRUPTED, "interrupted").causedBy(interrupted);
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        throw (Error) failure;
    }

    /**
     * The reader holds the source, which nobody may close before the thread is gone; only a read that never returns, of a
     * terminal or a pipe, is left behind.
     */
    private void stop(Thread reader) {
        reader.interrupt();
        try {
            reader.join(READER_STOP_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stages run here, beside the source, so that what they refuse can be named by its line. */
    private Batch read() throws IOException {
        List<MetaRecord> records = new ArrayList<>(BATCH_RECORDS);
        long[] lines = new long[BATCH_RECORDS];
        long start = source.bytesRead();
        while (records.size() < BATCH_RECORDS && source.bytesRead() - start < BATCH_BYTES) {
            MetaRecord record = source.next();
            if (record == null) {
                return new Batch(records, lines, source.bytesRead(), true);
            }
            for (Stage stage : stages) {
                record = record == null ? null : stage.apply(record);
            }
            if (record != null) {
                lines[records.size()] = source.line();
                records.add(record);
            }
        }
        return new Batch(records, lines, source.bytesRead(), false);
    }

    private void write(Batch batch) throws IOException {
        cancel.check();
        for (int i = 0; i < batch.records.size(); i++) {
            sink.accept(batch.records.get(i), batch.lines[i]);
        }
        moved += batch.records.size();
        progress.moved(moved, batch.bytesRead, source.bytesTotal());
    }
}
