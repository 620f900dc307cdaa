package io.metash.upgrade;

import io.metash.ndjson.LineReader;
import io.metash.ndjson.ReadNotes;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows sorted on disk. */
final class SortedPart implements LiftedPart {
    private final SortedLines lines;
    private final String name;
    private final LineReader reader;

    SortedPart(SortedLines lines, String name, ReadNotes notes) {
        this.lines = lines;
        this.name = name;
        this.reader = new LineReader(notes);
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        byte[] text = lines.next();
        if (text == null) {
            return null;
        }
        return read(reader, text, position());
    }

    /** Parses a converted line. */
    static @Nullable MetaRecord read(LineReader reader, byte[] text, String position) {
        try {
            return reader.read(text, 0, text.length);
        } catch (Failure bad) {
            throw Failure.of(bad.status(), "invalid line")
                    .at(position)
                    .because(bad.what())
                    .next("run the export again, or correct the line")
                    .causedBy(bad);
        }
    }

    @Override
    public long line() {
        return lines.line();
    }

    @Override
    public String position() {
        return name + ":" + lines.line();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public @Nullable Pieces pieces() {
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
