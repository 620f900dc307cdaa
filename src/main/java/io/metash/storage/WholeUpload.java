package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Uploads an object in one request, for storage without multipart uploads (WebDAV). Buffers it in memory first. */
final class WholeUpload extends ObjectUpload {
    /** Part of the heap for the buffer: up to four copies exist at once, partly off-heap. */
    private static final int PART_OF_HEAP = 6;

    private static final long LARGEST_BYTES = 1L << 30;

    private final OpendalStore store;
    private final String name;
    private final long limit;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    WholeUpload(OpendalStore store, String name) {
        this.store = store;
        this.name = name;
        this.limit = Math.min(LARGEST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    @Override
    public void write(byte[] from, int at, int length) {
        if (content.size() + (long) length > limit) {
            throw Failure.of(
                            ExitStatus.IO,
                            "this storage accepts a backup in one request only, of at most " + limit + " bytes here")
                    .at(store.file(name).toString())
                    .because("it is buffered in memory; the limit is a sixth of the heap")
                    .next("pack it (--pack zst), set METASH_HEAP=2g, or mount the storage as a directory");
        }
        content.write(from, at, length);
    }

    @Override
    public void complete() throws IOException {
        store.put(name, content.toByteArray());
    }

    @Override
    public void close() {
        content.reset();
    }
}
