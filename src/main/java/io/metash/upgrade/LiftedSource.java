package io.metash.upgrade;

import io.metash.ndjson.LineReader;
import io.metash.ndjson.ReadNotes;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts a legacy store to V004 records, in the order of a V004 export. A mandatory record that the store lacks is
 * missing here too, so that an incomplete store does not appear complete. Closing it deletes the scratch copy.
 */
public final class LiftedSource implements RecordSource {
    private static final int PIECE_RECORDS = 500;

    private final Lift lift;
    private final List<Lift.Part> parts;
    private final ReadNotes notes = new ReadNotes();
    private final ReadNotes surveyed;
    private final LineReader reader = new LineReader(notes);
    private final long total;
    private int next;
    private long done;
    private @Nullable LiftedPart part;
    private long partBytes;
    private long line;
    private String position;

    LiftedSource(Lift lift, ReadNotes surveyed) {
        this.lift = lift;
        this.parts = lift.parts();
        this.position = lift.name();
        this.total = lift.textBytes();
        // The survey has read everything except rows.
        this.done = total - parts.stream().mapToLong(Lift.Part::bytes).sum();
        this.surveyed = surveyed;
    }

    /** The data version of the store. */
    public DataVersion version() {
        return lift.survey().version();
    }

    /** The report; complete at the end of the records. */
    public LiftReport report() {
        return lift.report();
    }

    /** Notes on the conversion and the text, one sentence each; complete at the end. */
    public List<String> lines() {
        ReadNotes all = new ReadNotes();
        all.add(surveyed);
        all.addFields(notes);
        lift.rowNotes().forEach(all::addFields);
        List<String> lines = new ArrayList<>(lift.report().lines());
        lines.addAll(all.lines());
        return lines;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        while (true) {
            if (part != null) {
                MetaRecord record = part.next();
                if (record != null) {
                    line = part.line();
                    position = part.position();
                    return record;
                }
            }
            closePart();
            if (next == parts.size()) {
                return null;
            }
            Lift.Part following = parts.get(next++);
            if (following.fact().isPresent()) {
                return fact(following.fact().get());
            }
            open(following);
        }
    }

    private void open(Lift.Part rows) throws IOException {
        part = lift.open(rows, notes);
        partBytes = rows.bytes();
    }

    private MetaRecord fact(Fact fact) {
        line = fact.number();
        position = fact.place(lift.name());
        return Objects.requireNonNull(SortedPart.read(reader, lift.text(fact), position));
    }

    private void closePart() throws IOException {
        if (part != null) {
            done += partBytes;
            part.close();
            part = null;
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
        if (part == null) {
            return done;
        }
        return done + part.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return total;
    }

    @Override
    public Pieces pieces() {
        return new PartPieces();
    }

    /** Concatenates the pieces of all parts; reads parts that cannot be split, and passes them on in pieces. */
    private final class PartPieces implements Pieces {
        private @Nullable Pieces current = part == null ? null : part.pieces();

        @Override
        public @Nullable Piece next() throws IOException {
            while (true) {
                Piece piece = null;
                if (current != null) {
                    piece = current.next();
                }
                if (piece != null) {
                    return new OffsetPiece(piece, done);
                }
                if (current != null) {
                    closePart();
                    current = null;
                }
                List<MetaRecord> records = new ArrayList<>();
                long[] lines = new long[PIECE_RECORDS];
                while (records.size() < PIECE_RECORDS && current == null) {
                    MetaRecord record = LiftedSource.this.next();
                    if (record == null) {
                        break;
                    }
                    lines[records.size()] = line;
                    records.add(record);
                    if (part == null) {
                        current = null;
                    } else {
                        current = part.pieces();
                    }
                }
                if (!records.isEmpty()) {
                    return new ReadPiece(records, lines, LiftedSource.this.bytesRead());
                }
                if (current == null) {
                    return null;
                }
            }
        }
    }

    /** Records that were read before. */
    private record ReadPiece(List<MetaRecord> all, long[] lines, long bytesRead) implements Pieces.Piece {
        @Override
        public List<MetaRecord> read() {
            return all;
        }

        @Override
        public List<MetaRecord> records() {
            return all;
        }

        @Override
        public long line(int record) {
            return lines[record];
        }

        @Override
        public int bytes() {
            return 0;
        }
    }

    /** A piece of a part, with its offset in the whole. */
    private record OffsetPiece(Pieces.Piece piece, long before) implements Pieces.Piece {
        @Override
        public @Nullable List<MetaRecord> read() {
            return piece.read();
        }

        @Override
        public List<MetaRecord> records() {
            return piece.records();
        }

        @Override
        public long line(int record) {
            return piece.line(record);
        }

        @Override
        public long bytesRead() {
            return before + piece.bytesRead();
        }

        @Override
        public int bytes() {
            return piece.bytes();
        }
    }

    @Override
    public void close() throws IOException {
        try (lift) {
            closePart();
        }
    }
}
