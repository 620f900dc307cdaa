package io.metash.ndjson;

import io.metash.record.BatchSink;
import io.metash.record.MetaRecord;
import io.metash.record.VerbatimSink;
import io.metash.record.VerbatimSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Writes records as lines. Flushes the stream at the end, but does not close it. */
public final class NdjsonSink implements BatchSink, VerbatimSink {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int SPARE_BUFFERS = 4;
    private static final int KEPT_BYTES = 2 * 1024 * 1024;

    private final OutputStream out;
    private final LineWriter writer = new LineWriter();
    private final boolean asWritten;
    private JsonOut buffer;
    private final BlockingQueue<JsonOut> spare = new ArrayBlockingQueue<>(SPARE_BUFFERS);
    private long bytes;
    /** Copied lines, buffered and counted. */
    private final OutputStream counting = new BufferedOutputStream(
            new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] from, int at, int length) throws IOException {
                    out.write(from, at, length);
                    bytes += length;
                }
            },
            CHUNK_BYTES);

    /** Creates a sink over a stream, which needs no buffer. */
    public NdjsonSink(OutputStream out) {
        this(out, false);
    }

    /** Creates a sink; {@code asWritten} omits fields that a record does not have instead of writing them as null. */
    public NdjsonSink(OutputStream out, boolean asWritten) {
        this.out = out;
        this.asWritten = asWritten;
        this.buffer = text();
    }

    private JsonOut text() {
        JsonOut text = new JsonOut(2 * CHUNK_BYTES);
        if (asWritten) {
            return text.omitAbsent();
        }
        return text;
    }

    @Override
    public void passOn(MetaRecord record, VerbatimSource source) throws IOException {
        drain();
        source.writeLine(counting);
        counting.write('\n');
    }

    @Override
    public void accept(MetaRecord record) throws IOException {
        writer.write(record, buffer);
        buffer.put('\n');
        if (buffer.length() >= CHUNK_BYTES) {
            drain();
        }
    }

    @Override
    public Object encode(List<MetaRecord> records) {
        JsonOut text = spare.poll();
        if (text == null) {
            text = text();
        }
        LineWriter lines = new LineWriter();
        for (MetaRecord record : records) {
            lines.write(record, text);
            text.put('\n');
        }
        return text;
    }

    @Override
    public void write(Object encoded) throws IOException {
        drain();
        JsonOut text = (JsonOut) encoded;
        out.write(text.array(), 0, text.length());
        bytes += text.length();
        if (text.array().length <= KEPT_BYTES) {
            text.reset();
            spare.offer(text);
        }
    }

    private void drain() throws IOException {
        out.write(buffer.array(), 0, buffer.length());
        bytes += buffer.length();
        if (buffer.array().length > KEPT_BYTES) {
            buffer = text();
        }
        buffer.reset();
    }

    /** The number of bytes written. */
    public long bytes() {
        return bytes + buffer.length();
    }

    @Override
    public void finish() throws IOException {
        drain();
        counting.flush();
        out.flush();
    }

    @Override
    public void close() {
        // Aborting discards unfinished output: nothing is flushed.
    }
}
