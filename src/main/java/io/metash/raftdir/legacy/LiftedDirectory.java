package io.metash.raftdir.legacy;

import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.RecordSource;
import io.metash.upgrade.LiftSummary;
import io.metash.upgrade.LiftedSource;
import io.metash.upgrade.Upgrade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directory of V0 to V003, whose records are lifted. */
final class LiftedDirectory implements StoredDirectory {
    private final LegacyDir dir;
    private final Lifting lifting;
    private Optional<LiftedSource> lifted = Optional.empty();

    LiftedDirectory(LegacyDir dir, Lifting lifting) {
        this.dir = dir;
        this.lifting = lifting;
    }

    @Override
    public String version() {
        return lifted.map(source -> source.version().label()).orElse(dir.version());
    }

    @Override
    public RecordSource export() throws IOException {
        RunsOfLines lines = dir.lines();
        try (lines) {
            LiftedSource source = Upgrade.lift(lines, lifting.scratch(), lifting.progress(), lifting.cancel());
            lifted = Optional.of(source);
            return new InFiles(source, lines);
        } catch (Failure failure) {
            throw lines.inFile(failure);
        }
    }

    @Override
    public boolean serverRunning() {
        return dir.server().isPresent();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(dir.notes());
        lifted.ifPresent(source -> notes.addAll(source.report().notes()));
        return notes;
    }

    @Override
    public List<String> losses() {
        return dir.losses();
    }

    @Override
    public List<String> lifted() {
        return lifted.map(source -> List.of(LiftSummary.line(source.version(), source.report())))
                .orElse(List.of());
    }

    @Override
    public void close() throws IOException {
        dir.close();
    }

    /** Names a bad line by the file of the directory that it stands in. */
    private record InFiles(LiftedSource source, RunsOfLines lines) implements RecordSource {
        @Override
        public MetaRecord next() throws IOException {
            try {
                return source.next();
            } catch (Failure failure) {
                throw lines.inFile(failure);
            }
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
        public Pieces pieces() {
            Pieces pieces = source.pieces();
            return pieces == null ? null : () -> named(pieces);
        }

        private Pieces.Piece named(Pieces pieces) throws IOException {
            try {
                Pieces.Piece piece = pieces.next();
                return piece == null ? null : new NamedPiece(piece, lines);
            } catch (Failure failure) {
                throw lines.inFile(failure);
            }
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    /** A piece whose bad line is named by its file. */
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
