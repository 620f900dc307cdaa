package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows that ascend in the text. Skips lines of other kinds between them. */
final class AscendingPart implements LiftedPart {
    private final NdjsonSource rows;
    private final LineKind kind;
    private final long from;

    /** Creates a part from lines that start at an offset in the text. */
    AscendingPart(NdjsonSource rows, LineKind kind, long from) {
        this.rows = rows;
        this.kind = kind;
        this.from = from;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        MetaRecord record = rows.next();
        while (record != null && !LiftedPart.isOf(kind, record)) {
            record = rows.next();
        }
        return record;
    }

    @Override
    public long line() {
        return rows.line();
    }

    @Override
    public String position() {
        return rows.position();
    }

    @Override
    public long bytesRead() {
        return rows.bytesRead() - from;
    }

    @Override
    public Pieces pieces() {
        Pieces all = Objects.requireNonNull(rows.pieces());
        return () -> {
            Pieces.Piece piece = all.next();
            if (piece == null) {
                return null;
            }
            return new RowPiece(piece);
        };
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** A piece of the rows. */
    private final class RowPiece implements Pieces.Piece {
        private final Pieces.Piece all;
        private int @Nullable [] places;

        RowPiece(Pieces.Piece all) {
            this.all = all;
        }

        @Override
        public @Nullable List<MetaRecord> read() {
            List<MetaRecord> records = all.read();
            if (records == null) {
                return null;
            }
            return ofKind(records);
        }

        @Override
        public List<MetaRecord> records() {
            return ofKind(all.records());
        }

        private List<MetaRecord> ofKind(List<MetaRecord> records) {
            if (records.stream().allMatch(record -> LiftedPart.isOf(kind, record))) {
                return records;
            }
            List<MetaRecord> ofKind = new ArrayList<>();
            places = new int[records.size()];
            for (int i = 0; i < records.size(); i++) {
                if (LiftedPart.isOf(kind, records.get(i))) {
                    places[ofKind.size()] = i;
                    ofKind.add(records.get(i));
                }
            }
            return ofKind;
        }

        @Override
        public long line(int record) {
            return all.line(places == null ? record : places[record]);
        }

        @Override
        public long bytesRead() {
            return all.bytesRead() - from;
        }

        @Override
        public int bytes() {
            return all.bytes();
        }
    }
}
