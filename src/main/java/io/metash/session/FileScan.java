package io.metash.session;

import io.metash.integrity.CheckedSink;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Entry;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.RecordSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the index of an export file by reading it completely. */
final class FileScan {
    private static final long BLOCK_BYTES = 64 << 10;
    /**
     * Limit on blocks: blocks of larger files grow, so that the index does not. A block takes about 100 bytes of
     * heap.
     */
    private static final long MAX_BLOCKS = 200_000;

    private static final int RECORDS_BETWEEN_LOOKS = 1000;
    /** Smaller files are read faster than other threads start. */
    private static final long PARALLEL_BYTES = 4 << 20;

    private final FileBytes file;
    private final String name;
    private final IndexDirectory directory;
    private final ConnectOptions options;
    private final long blockBytes;
    private final RowSection.Builder log;
    private final RowSection.Builder expires;
    private final RowSection.Builder kvs;
    private final List<MetaRecord> facts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long withExpiry;
    private @Nullable LogId firstLog;
    private @Nullable LogId lastLog;

    /** Start of the current record. */
    private long offset;

    /** Creates a scan of a file; {@code directory} stores the order of rows that do not ascend. */
    FileScan(FileBytes file, String name, IndexDirectory directory, ConnectOptions options) throws IOException {
        this.file = file;
        this.name = name;
        this.directory = directory;
        this.options = options;
        this.blockBytes = Math.max(BLOCK_BYTES, file.size() / MAX_BLOCKS);
        this.log = new RowSection.Builder(blockBytes);
        this.expires = new RowSection.Builder(blockBytes);
        this.kvs = new RowSection.Builder(blockBytes);
    }

    /**
     * Builds the index.
     *
     * @param stamp the identity of the file
     * @throws Failure at the first damaged line
     */
    FileIndex run(FileStamp stamp) throws IOException {
        try (NdjsonSource source = source();
                CheckedSink gate = StoreGate.before(new ScanSink(), name, options)) {
            Pieces pieces = null;
            if (readHeader(source, gate) && file.size() >= PARALLEL_BYTES) {
                pieces = source.pieces();
            }
            if (pieces == null) {
                oneByOne(source, gate);
            } else {
                inPieces(source, pieces, gate);
            }
            gate.finish();
            source.notes().lines().forEach(notes::add);
            notes.addAll(gate.acceptedNotes());
        }
        RowSection expireRows = section(expires, MetaRecord.Expire.class, "expiry rows");
        RowSection kvRows = section(kvs, MetaRecord.Kv.class, "keys");
        if (withExpiry != expireRows.rows()) {
            notes.add(withExpiry + " keys of the snapshot have an expiry time, but there are " + expireRows.rows()
                    + " expiry rows; hidden keys are counted by the rows");
        }
        return new FileIndex(stamp, facts, log.build(""), expireRows, kvRows, firstLog, lastLog, notes);
    }

    /** Reads the first record, the header; false when there is none. */
    private boolean readHeader(NdjsonSource source, CheckedSink gate) throws IOException {
        MetaRecord first = source.next();
        if (first == null) {
            return false;
        }
        offset = source.byteOffset();
        gate.accept(first, source.line());
        return true;
    }

    private void oneByOne(NdjsonSource source, CheckedSink gate) throws IOException {
        long records = 1;
        for (MetaRecord record = source.next(); record != null; record = source.next()) {
            offset = source.byteOffset();
            gate.accept(record, source.line());
            if (++records % RECORDS_BETWEEN_LOOKS == 0) {
                options.cancel().check();
                options.progress().moved(records, source.bytesRead(), source.bytesTotal());
            }
        }
        options.progress().moved(records, source.bytesRead(), source.bytesTotal());
    }

    /** Parses on other cores; the checks see the records in order. */
    private void inPieces(NdjsonSource source, Pieces all, CheckedSink gate) throws IOException {
        long records = 1;
        try (ParsedPieces pieces = new ParsedPieces(all)) {
            for (Pieces.Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
                List<MetaRecord> parsed = piece.records();
                for (int i = 0; i < parsed.size(); i++) {
                    offset = piece.offset(i);
                    gate.accept(parsed.get(i), piece.line(i));
                }
                records += parsed.size();
                options.cancel().check();
                options.progress().moved(records, piece.bytesRead(), source.bytesTotal());
            }
        }
    }

    private NdjsonSource source() throws IOException {
        return new NdjsonSource(new FileBytesStream(file, 0), name, file.size());
    }

    /** Adds records that passed the checks to the index. */
    private final class ScanSink implements RecordSink {
        @Override
        public void accept(MetaRecord record) {
            add(record);
        }

        @Override
        public void finish() {
            // Adds nothing: the index is complete.
        }

        @Override
        public void close() {
            // The opener closes the source.
        }
    }

    private void add(MetaRecord record) {
        if (record instanceof MetaRecord.Kv kv) {
            kvs.add(kv.key().array(), offset);
            if (kv.value().meta() != null && kv.value().meta().expireAt() != null) {
                withExpiry++;
            }
        } else if (record instanceof MetaRecord.Expire row) {
            expires.add(OrderKey.ofExpiry(row.timeMs(), row.seq()), offset);
        } else if (record instanceof MetaRecord.Log line) {
            add(line.entry());
        } else {
            facts.add(record);
        }
    }

    private void add(Entry entry) {
        log.add(OrderKey.ofIndex(entry.logId().index()), offset);
        if (firstLog == null) {
            firstLog = entry.logId();
        }
        lastLog = entry.logId();
    }

    private RowSection section(RowSection.Builder rows, Class<? extends MetaRecord> kind, String words)
            throws IOException {
        if (rows.ascending()) {
            return rows.build("");
        }
        notes.add("the " + words + " of the file are not in order; their order is kept in the cache directory");
        try (NdjsonSource source = source()) {
            return OrderFile.sort(source, kind, directory, blockBytes, options);
        }
    }
}
