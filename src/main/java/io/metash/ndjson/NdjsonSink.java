package io.metash.ndjson;

import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import java.io.IOException;
import java.io.OutputStream;

/** Writes records as lines. The stream below is flushed at the end, and closed by whoever opened it. */
public final class NdjsonSink implements RecordSink {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int KEPT_BYTES = 4 * 1024 * 1024;

    private final OutputStream out;
    private final LineWriter writer = new LineWriter();
    private JsonOut buffer = new JsonOut(2 * CHUNK_BYTES);
    private long bytes;

    /** A sink over a stream, which needs no buffer of its own. */
    public NdjsonSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void accept(MetaRecord record) throws IOException {
        writer.write(record, buffer);
        buffer.put('\n');
        if (buffer.length() >= CHUNK_BYTES) {
            drain();
        }
    }

    private void drain() throws IOException {
        out.write(buffer.array(), 0, buffer.length());
        bytes += buffer.length();
        if (buffer.array().length > KEPT_BYTES) {
            buffer = new JsonOut(2 * CHUNK_BYTES);
        }
        buffer.reset();
    }

    /** How many bytes of text were written. */
    public long bytes() {
        return bytes + buffer.length();
    }

    @Override
    public void finish() throws IOException {
        drain();
        out.flush();
    }

    @Override
    public void close() {
        // Lines that were not finished are of no use: nothing is flushed.
    }
}
