package io.metash.upgrade;

import io.metash.ndjson.LineReader;
import io.metash.ndjson.NdjsonSource;
import io.metash.ndjson.ReadNotes;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The records of a legacy store as those of V004, in the order of a V004 export. A record that its age always wrote and that is
 * not in the store is missing here too, so that nothing incomplete passes as complete. Closing it deletes the scratch copy.
 */
public final class LiftedSource implements RecordSource {
    private final Lift lift;
    private final List<Lift.Part> parts;
    private final ReadNotes notes = new ReadNotes();
    private final ReadNotes surveyed;
    private final LineReader reader = new LineReader(notes);
    private final List<ReadNotes> rowNotes = new CopyOnWriteArrayList<>();
    private final long total;
    private int next;
    private long done;
    private LineKind kind;
    private RowRange range;
    private NdjsonSource rows;
    private SortedLines sorted;
    private long line;
    private String position;

    LiftedSource(Lift lift, ReadNotes surveyed) {
        this.lift = lift;
        this.parts = lift.parts();
        this.position = lift.name();
        this.total = lift.textBytes();
        // What is no row has been read by the survey.
        this.done = total
                - parts.stream()
                        .flatMap(part -> part.rows().stream())
                        .mapToLong(LiftedSource::bytes)
                        .sum();
        this.surveyed = surveyed;
    }

    private static long bytes(RowRange rows) {
        return rows.to() - rows.from();
    }

    /** The data version of the store. */
    public DataVersion version() {
        return lift.survey().version();
    }

    /** What was left out; complete at the end of the records. */
    public LiftReport report() {
        return lift.report();
    }

    /** What a user should know of the lift and of the text, a sentence each; complete at the end. */
    public List<String> lines() {
        ReadNotes all = new ReadNotes();
        all.add(surveyed);
        all.addFields(notes);
        rowNotes.forEach(all::addFields);
        List<String> lines = new ArrayList<>(lift.report().lines());
        lines.addAll(all.lines());
        return lines;
    }

    @Override
    public MetaRecord next() throws IOException {
        while (true) {
            MetaRecord record = row();
            if (record != null) {
                return record;
            }
            closeRows();
            if (next == parts.size()) {
                return null;
            }
            Lift.Part part = parts.get(next++);
            if (part.fact().isPresent()) {
                return fact(part.fact().get());
            }
            open(part);
        }
    }

    private void open(Lift.Part part) throws IOException {
        kind = part.kind();
        range = part.rows().orElseThrow();
        line = 0;
        if (range.ascending()) {
            rows = lift.read(range);
            rowNotes.add(rows.notes());
        } else {
            sorted = lift.sorted(range, kind);
        }
    }

    private MetaRecord fact(Fact fact) {
        line = fact.number();
        position = fact.place(lift.name());
        return read(lift.text(fact));
    }

    private MetaRecord read(byte[] text) {
        try {
            return reader.read(text, 0, text.length);
        } catch (Failure bad) {
            throw Failure.of(bad.status(), "this line cannot be read")
                    .at(position)
                    .because(bad.what())
                    .next("make the export again, or mend the line")
                    .causedBy(bad);
        }
    }

    private MetaRecord row() throws IOException {
        if (sorted != null) {
            byte[] text = sorted.next();
            line = sorted.line();
            position = lift.name() + ":" + line;
            return text == null ? null : read(text);
        }
        while (rows != null) {
            MetaRecord record = rows.next();
            if (record == null || isOf(kind, record)) {
                line = rows.line();
                position = rows.position();
                return record;
            }
        }
        return null;
    }

    private static boolean isOf(LineKind kind, MetaRecord record) {
        return switch (kind) {
            case LOGS -> record instanceof MetaRecord.Log;
            case EXPIRE -> record instanceof MetaRecord.Expire;
            default -> record instanceof MetaRecord.Kv;
        };
    }

    private void closeRows() throws IOException {
        if (rows != null) {
            done += bytes(range);
            rows.close();
            rows = null;
        }
        if (sorted != null) {
            done += bytes(range);
            sorted.close();
            sorted = null;
        }
    }

    @Override
    public Optional<String> dataVersion() {
        return Optional.of(version().label());
    }

    @Override
    public Map<String, Long> leftOut() {
        return lift.report().lost();
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long bytesRead() {
        return rows == null ? done : done + rows.bytesRead() - range.from();
    }

    @Override
    public long bytesTotal() {
        return total;
    }

    /** Rows that ascend are read by several threads; what has to be sorted is read as it comes. */
    @Override
    public Pieces pieces() {
        boolean sorts = sorted != null
                || parts.subList(next, parts.size()).stream()
                        .flatMap(part -> part.rows().stream())
                        .anyMatch(rest -> !rest.ascending());
        return sorts ? null : new PartPieces();
    }

    /** The pieces of one part after the other. */
    private final class PartPieces implements Pieces {
        private Pieces current = rows == null ? null : rows.pieces();

        @Override
        public Piece next() throws IOException {
            while (true) {
                Piece piece = current == null ? null : current.next();
                if (piece != null) {
                    return new RowPiece(piece, kind, done - range.from());
                }
                closeRows();
                current = null;
                if (next == parts.size()) {
                    return null;
                }
                Lift.Part part = parts.get(next++);
                if (part.fact().isPresent()) {
                    return new FactPiece(fact(part.fact().get()), line, done);
                }
                open(part);
                current = rows.pieces();
            }
        }
    }

    /** A single record. */
    private record FactPiece(MetaRecord record, long number, long bytesRead) implements Pieces.Piece {
        @Override
        public List<MetaRecord> read() {
            return List.of(record);
        }

        @Override
        public List<MetaRecord> records() {
            return List.of(record);
        }

        @Override
        public long line(int ignored) {
            return number;
        }

        @Override
        public int bytes() {
            return 0;
        }
    }

    /** Rows of one kind; lines of other kinds among them are left to their own part. */
    private static final class RowPiece implements Pieces.Piece {
        private final Pieces.Piece all;
        private final LineKind kind;
        private final long before;
        private int[] places;

        RowPiece(Pieces.Piece all, LineKind kind, long before) {
            this.all = all;
            this.kind = kind;
            this.before = before;
        }

        @Override
        public List<MetaRecord> read() {
            List<MetaRecord> records = all.read();
            return records == null ? null : mine(records);
        }

        @Override
        public List<MetaRecord> records() {
            return mine(all.records());
        }

        private List<MetaRecord> mine(List<MetaRecord> records) {
            if (records.stream().allMatch(record -> isOf(kind, record))) {
                return records;
            }
            List<MetaRecord> mine = new ArrayList<>();
            places = new int[records.size()];
            for (int i = 0; i < records.size(); i++) {
                if (isOf(kind, records.get(i))) {
                    places[mine.size()] = i;
                    mine.add(records.get(i));
                }
            }
            return mine;
        }

        @Override
        public long line(int record) {
            return all.line(places == null ? record : places[record]);
        }

        @Override
        public long bytesRead() {
            return before + all.bytesRead();
        }

        @Override
        public int bytes() {
            return all.bytes();
        }
    }

    @Override
    public void close() throws IOException {
        try (lift) {
            closeRows();
        }
    }
}
