package io.metash.backup;

import io.metash.integrity.StoreChecks;
import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.BatchSink;
import io.metash.record.MemoryEstimate;
import io.metash.record.MetaRecord;
import io.metash.record.VerbatimSink;
import io.metash.record.VerbatimSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Writes records as lines and counts them by kind. Any thread encodes lines; one thread counts and writes them. */
final class ExportSink implements BatchSink, VerbatimSink {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int KEPT_BYTES = 2 * 1024 * 1024;
    private static final int SPARE_BUFFERS = 4;
    private static final int BATCH = 1000;

    private final OutputStream out;
    private final StreamFacts facts = new StreamFacts();
    private final StoreChecks checks = new StoreChecks();
    private final BlockingQueue<JsonOut> spare = new ArrayBlockingQueue<>(SPARE_BUFFERS);
    private final List<MetaRecord> waiting = new ArrayList<>();
    private long waitingBytes;

    private final boolean asWritten;
    private final LineCount passed;

    /** Creates a sink over a stream; {@code asWritten} omits absent fields. */
    ExportSink(OutputStream out, boolean asWritten) {
        this.out = out;
        this.asWritten = asWritten;
        this.passed = new LineCount(out);
    }

    /** Buffers lines and tracks the size of each. */
    private static final class LineCount extends BufferedOutputStream {
        private int bytes;

        LineCount(OutputStream out) {
            super(out, CHUNK_BYTES);
        }

        @Override
        public synchronized void write(int b) throws IOException {
            super.write(b);
            bytes++;
        }

        @Override
        public synchronized void write(byte[] from, int at, int length) throws IOException {
            super.write(from, at, length);
            bytes += length;
        }
    }

    @Override
    public void passOn(MetaRecord record, VerbatimSource source) throws IOException {
        drain();
        passed.bytes = 0;
        source.writeLine(passed);
        passed.write('\n');
        facts.add(record, passed.bytes);
        checks.accept(record);
    }

    private JsonOut text() {
        JsonOut text = new JsonOut(2 * CHUNK_BYTES);
        if (asWritten) {
            return text.omitAbsent();
        }
        return text;
    }

    /**
     * Encoded lines.
     *
     * @param records the records
     * @param ends the end offset of each line
     * @param text the text of all lines
     */
    private record Lines(List<MetaRecord> records, int[] ends, JsonOut text) {}

    @Override
    public void accept(MetaRecord record) throws IOException {
        waiting.add(record);
        waitingBytes += MemoryEstimate.of(record);
        if (waiting.size() >= BATCH || waitingBytes >= CHUNK_BYTES) {
            drain();
        }
    }

    private void drain() throws IOException {
        if (!waiting.isEmpty()) {
            List<MetaRecord> records = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            write(encode(records));
        }
    }

    @Override
    public Object encode(List<MetaRecord> records) {
        JsonOut text = spare.poll();
        if (text == null) {
            text = text();
        }
        LineWriter lines = new LineWriter();
        int[] ends = new int[records.size()];
        for (int i = 0; i < ends.length; i++) {
            lines.write(records.get(i), text);
            text.put('\n');
            ends[i] = text.length();
        }
        return new Lines(records, ends, text);
    }

    @Override
    public void write(Object encoded) throws IOException {
        drain();
        Lines lines = (Lines) encoded;
        int start = 0;
        for (int i = 0; i < lines.ends.length; i++) {
            facts.add(lines.records.get(i), lines.ends[i] - start);
            checks.accept(lines.records.get(i));
            start = lines.ends[i];
        }
        out.write(lines.text.array(), 0, lines.text.length());
        if (lines.text.array().length <= KEPT_BYTES) {
            lines.text.reset();
            spare.offer(lines.text);
        }
    }

    StreamFacts facts() {
        return facts;
    }

    /** Returns the checks of the records; complete after {@link #finish}. */
    StoreChecks checks() {
        return checks;
    }

    @Override
    public void finish() throws IOException {
        drain();
        checks.finish();
        passed.flush();
        out.flush();
    }

    @Override
    public void close() {
        // Aborting discards unfinished output: nothing is flushed.
    }
}
