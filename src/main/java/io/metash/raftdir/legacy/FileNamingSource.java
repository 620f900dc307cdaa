package io.metash.raftdir.legacy;

import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.RecordSource;
import io.metash.upgrade.LiftedSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports an invalid line with its file. */
record FileNamingSource(LiftedSource source, RunsOfLines lines) implements RecordSource {
    @Override
    public @Nullable MetaRecord next() throws IOException {
        try {
            return source.next();
        } catch (Failure failure) {
            throw lines.inFile(failure);
        }
    }

    @Override
    public Optional<String> dataVersion() {
        return source.dataVersion();
    }

    @Override
    public Map<String, Long> leftOut() {
        return source.leftOut();
    }

    @Override
    public String position() {
        return source.position();
    }

    @Override
    public long line() {
        return source.line();
    }

    @Override
    public long bytesRead() {
        return source.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return source.bytesTotal();
    }

    @Override
    public @Nullable Pieces pieces() {
        Pieces pieces = source.pieces();
        if (pieces == null) {
            return null;
        }
        return () -> named(pieces);
    }

    private Pieces.@Nullable Piece named(Pieces pieces) throws IOException {
        try {
            Pieces.Piece piece = pieces.next();
            if (piece == null) {
                return null;
            }
            return new NamedPiece(piece, lines);
        } catch (Failure failure) {
            throw lines.inFile(failure);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** A piece whose errors name the file. */
    private record NamedPiece(Pieces.Piece piece, RunsOfLines lines) implements Pieces.Piece {
        @Override
        public List<MetaRecord> read() {
            try {
                return piece.read();
            } catch (Failure failure) {
                throw lines.inFile(failure);
            }
        }

        @Override
        public List<MetaRecord> records() {
            try {
                return piece.records();
            } catch (Failure failure) {
                throw lines.inFile(failure);
            }
        }

        @Override
        public long line(int record) {
            return piece.line(record);
        }

        @Override
        public long bytesRead() {
            return piece.bytesRead();
        }

        @Override
        public int bytes() {
            return piece.bytes();
        }
    }
}
