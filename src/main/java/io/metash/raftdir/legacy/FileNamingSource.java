package io.metash.raftdir.legacy;

import io.metash.record.Failure;
import io.metash.record.ForwardingSource;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.upgrade.LiftedSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports an invalid line with its file. */
final class FileNamingSource extends ForwardingSource {
    private final LiftedSource source;
    private final RunsOfLines lines;

    FileNamingSource(LiftedSource source, RunsOfLines lines) {
        super(source);
        this.source = source;
        this.lines = lines;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        try {
            return super.next();
        } catch (Failure failure) {
            throw lines.inStore(failure);
        }
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
            throw lines.inStore(failure);
        }
    }

    /** A piece whose errors name the file. */
    private record NamedPiece(Pieces.Piece piece, RunsOfLines lines) implements Pieces.Piece {
        @Override
        public @Nullable List<MetaRecord> read() {
            try {
                return piece.read();
            } catch (Failure failure) {
                throw lines.inStore(failure);
            }
        }

        @Override
        public List<MetaRecord> records() {
            try {
                return piece.records();
            } catch (Failure failure) {
                throw lines.inStore(failure);
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
