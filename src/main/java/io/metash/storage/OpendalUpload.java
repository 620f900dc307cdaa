package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.opendal.OperatorOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Uploads an object in parts of 5 MiB on its own thread: the smallest part of S3, whose limit of 10,000 parts makes 50
 * GB an object. The object appears when all parts are uploaded.
 *
 * <p>OpenDAL's stream can only be completed, not aborted. Closing an upload early therefore completes it with the
 * parts so far and deletes the object; until then the caller marks its name as unfinished, so that it is not mistaken
 * for a backup.
 */
final class OpendalUpload extends ObjectUpload {
    private static final int PART_BYTES = 5 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    private static final int QUEUED_PIECES = 24;
    private static final long STEP_MS = 50;
    private static final byte[] END = new byte[0];

    private final OpendalStore store;
    private final String name;
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(QUEUED_PIECES);
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private byte[] piece = new byte[PIECE_BYTES];
    private int filled;
    private long bytes;
    private boolean done;
    private boolean left;

    OpendalUpload(OpendalStore store, String name) {
        this.store = store;
        this.name = name;
        Thread sender = new Thread(this::send, "metash-upload");
        sender.setDaemon(true);
        sender.start();
    }

    /** Runs the upload. Starts with the first data, so that an empty upload leaves nothing. */
    private void send() {
        try {
            byte[] first = pieces.take();
            try (OperatorOutputStream out = store.write(name, PART_BYTES)) {
                for (byte[] next = first; next != END; next = pieces.take()) {
                    out.write(next);
                }
            }
            sent.complete(null);
        } catch (InterruptedException | IOException | RuntimeException | Error failed) {
            sent.completeExceptionally(failed);
        }
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, from.length);
        bytes += length;
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE_BYTES - filled);
            System.arraycopy(from, at + done, piece, filled, part);
            filled += part;
            done += part;
            if (filled == PIECE_BYTES) {
                pass(piece);
                piece = new byte[PIECE_BYTES];
                filled = 0;
            }
        }
    }

    private void pass(byte[] full) throws IOException {
        long startNs = System.nanoTime();
        boolean reported = false;
        try {
            while (!pieces.offer(full, STEP_MS, TimeUnit.MILLISECONDS)) {
                if (sent.isDone()) {
                    await();
                }
                store.watch().cancel().get().check();
                reported = store.watch()
                        .report(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs), reported, place());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    private String place() {
        return store.file(name).toString();
    }

    private void await() throws IOException {
        store.await(sent, name);
    }

    @Override
    public void complete() throws IOException {
        if (filled > 0 || bytes == 0) {
            pass(Arrays.copyOf(piece, filled));
        }
        filled = 0;
        pass(END);
        await();
        done = true;
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        if (sent.isCompletedExceptionally()) {
            // Parts may remain, which no listing shows; the bucket's lifecycle rule removes them.
            return;
        }
        pieces.clear();
        pieces.add(END);
        boolean closed = new StorageCleanup(store.watch()).done(sent);
        left = !(closed && store.deleteNow(name));
    }

    @Override
    public @Nullable String remains() {
        if (left) {
            return "an unfinished upload may be left at " + place();
        }
        return null;
    }
}
