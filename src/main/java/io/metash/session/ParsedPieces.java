package io.metash.session;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Pieces;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pieces of an input in order, parsed ahead on other threads. */
final class ParsedPieces implements Closeable {
    private static final int WORKERS = 2;
    private static final int AHEAD = 4;
    private static final long STOP_MS = 2000;

    private final Pieces pieces;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS, WORKERS, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), ParsedPieces::daemon);
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private boolean atEnd;

    /** Reads pieces on the caller's thread and parses them on others. */
    ParsedPieces(Pieces pieces) {
        this.pieces = pieces;
    }

    /** A piece that is being parsed. */
    private record Ahead(Pieces.Piece piece, Future<?> parsing) {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "metash-scan");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the next parsed piece; null at the end. */
    Pieces.@Nullable Piece next() throws IOException {
        while (!atEnd && ahead.size() < AHEAD) {
            Pieces.Piece piece = pieces.next();
            if (piece == null) {
                atEnd = true;
            } else {
                ahead.add(new Ahead(piece, workers.submit(piece::read)));
            }
        }
        if (ahead.isEmpty()) {
            return null;
        }
        Ahead first = ahead.poll();
        try {
            first.parsing.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted").causedBy(interrupted);
        } catch (ExecutionException failed) {
            rethrow(failed.getCause());
        }
        return first.piece;
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

    @Override
    public void close() {
        // An interrupt would close the file that a worker reads for all later readers.
        workers.shutdown();
        workers.getQueue().clear();
        try {
            workers.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
