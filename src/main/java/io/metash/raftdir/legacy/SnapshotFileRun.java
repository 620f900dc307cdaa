package io.metash.raftdir.legacy;

import io.metash.files.DamagedStore;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.ReadNotes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a V002 snapshot file: records without their tree's name (legacy-versions §6.2). */
final class SnapshotFileRun implements LineRun {
    private static final byte[] START = "[\"state_machine/0\",".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_LINE_BYTES = 160 << 20;

    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private final Optional<List<String>> losses;
    private final LineReader reader = new LineReader(new ReadNotes());
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    private long offset;

    /** Opens a file; with {@code losses}, unreadable lines are skipped and reported there. */
    SnapshotFileRun(Path file, Optional<List<String>> losses) throws IOException {
        this.file = file;
        this.losses = losses;
        this.in = RegularFile.open(file);
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        while (true) {
            long start = offset;
            try {
                byte[] text = nextLine();
                if (text != null && losses.isPresent()) {
                    reader.read(text, 0, text.length);
                }
                return text;
            } catch (Failure bad) {
                if (losses.isEmpty()) {
                    throw bad;
                }
                String why;
                if (bad.why() == null) {
                    why = bad.what();
                } else {
                    why = bad.why();
                }
                losses.get().add(file + " (byte " + start + "): a line is skipped: " + why);
            }
        }
    }

    private byte @Nullable [] nextLine() throws IOException {
        line.reset();
        line.writeBytes(START);
        long start = offset;
        while (true) {
            if (at == filled) {
                filled = Math.max(0, in.read(buffer));
                at = 0;
            }
            if (filled == 0) {
                if (offset == start) {
                    return null;
                }
                throw damaged(offset, "its last line is truncated");
            }
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, at, end - at);
            offset += end - at;
            at = end;
            if (end < filled) {
                at++;
                offset++;
                line.write(']');
                return line.toByteArray();
            }
            if (line.size() > LONGEST_LINE_BYTES) {
                throw damaged(start, "a line of more than " + LONGEST_LINE_BYTES + " bytes");
            }
        }
    }

    private Failure damaged(long at, String why) {
        return Failure.of(ExitStatus.DAMAGED, "the snapshot is damaged")
                .at(file + " (byte " + at + ")")
                .because(why)
                .next(DamagedStore.next(file));
    }

    @Override
    public String place(String store, long number) {
        return file + ":" + number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
