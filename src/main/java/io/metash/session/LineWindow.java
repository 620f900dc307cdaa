package io.metash.session;

import io.metash.ndjson.LineReader;
import io.metash.ndjson.ReadNotes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the lines of an export file from the start of any line. */
final class LineWindow {
    /** The buffer size for sequential reads. */
    static final int NEIGHBOURS = 64 << 10;

    /** Buffer size for rows at random positions. */
    static final int STRAYS = 4 << 10;

    private final FileBytes file;
    private final String name;
    private final LineReader reader = new LineReader(new ReadNotes());
    private byte[] buffer;
    /** File position of the buffer's first byte. */
    private long base;

    private int next;
    private int filled;
    private long lineStart;
    private long bytesRead;

    /** Creates a window of {@code bytes} bytes, which grows for a longer line. */
    LineWindow(FileBytes file, String name, int bytes) {
        this.file = file;
        this.name = name;
        this.buffer = new byte[bytes];
    }

    /** Moves to the start of a line. */
    void seek(long position) {
        if (position >= base && position <= base + filled) {
            next = (int) (position - base);
        } else {
            base = position;
            next = 0;
            filled = 0;
        }
    }

    /**
     * Returns the record of the next line that starts before {@code to}, or null at the end; skips lines without a
     * record.
     */
    @Nullable
    MetaRecord next(long to) throws IOException {
        while (base + next < to) {
            lineStart = base + next;
            int end = lineEnd();
            if (end < 0) {
                return null;
            }
            int from = (int) (lineStart - base);
            next = Math.min(end + 1, filled);
            MetaRecord record = parse(from, end);
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    private @Nullable MetaRecord parse(int from, int end) {
        if (from == end || (end == from + 1 && buffer[from] == '\r')) {
            return null;
        }
        try {
            return reader.read(buffer, from, end);
        } catch (Failure unreadable) {
            throw Failure.of(ExitStatus.DAMAGED, unreadable.what())
                    .at(position())
                    .because("The line could be read when the file was opened, so the file has changed since.")
                    .next("disconnect, and connect again")
                    .causedBy(unreadable);
        }
    }

    /** Returns the position of the next line end in the buffer, reading as needed; -1 when there are no more lines. */
    private int lineEnd() throws IOException {
        int at = next;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            int moved = grow();
            at -= moved;
            int count = file.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), base + filled);
            if (count < 0) {
                if (filled > next) {
                    return filled;
                }
                return -1;
            }
            filled += count;
            bytesRead += count;
        }
    }

    /** Moves the unread bytes to the front, or grows a full buffer; returns the distance moved. */
    private int grow() {
        if (filled < buffer.length) {
            return 0;
        }
        int moved = next;
        if (moved == 0) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return 0;
        }
        System.arraycopy(buffer, moved, buffer, 0, filled - moved);
        base += moved;
        filled -= moved;
        next = 0;
        return moved;
    }

    /** The position of the last line, for messages. */
    String position() {
        return name + ": byte " + lineStart;
    }

    /** The number of bytes read from the file. */
    long bytesRead() {
        return bytesRead;
    }
}
