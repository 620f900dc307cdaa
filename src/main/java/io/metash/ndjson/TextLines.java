package io.metash.ndjson;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.record.MetaRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text, in a buffer that is filled as they are read and grows for a long line. */
final class TextLines {
    static final int CHUNK_BYTES = 256 * 1024;

    private final InputStream in;
    private final String name;
    private final ReadNotes notes;
    private byte[] buffer;
    private int start;
    private int filled;
    private long bufferOffset;
    private long line;
    private long lineOffset;
    private boolean atEnd;
    private int lineFrom;
    private int lineTo;

    /** Creates the lines of a stream, from a byte offset and after a number of lines. */
    TextLines(InputStream in, String name, ReadNotes notes, long offset, long linesBefore) {
        this(in, name, notes, new byte[CHUNK_BYTES], offset, linesBefore);
    }

    private TextLines(InputStream in, String name, ReadNotes notes, byte[] buffer, long offset, long linesBefore) {
        this.in = in;
        this.name = name;
        this.notes = notes;
        this.buffer = buffer;
        this.bufferOffset = offset;
        this.line = linesBefore;
    }

    /** The lines of a piece of text in memory. */
    static TextLines of(byte[] text, int length, String name, ReadNotes notes, long offset, long linesBefore) {
        TextLines lines = new TextLines(InputStream.nullInputStream(), name, notes, text, offset, linesBefore);
        lines.filled = length;
        lines.atEnd = true;
        return lines;
    }

    /**
     * Advances to the next line that is not blank; false at the end. The line is in {@link #buffer}, from
     * {@link #lineFrom} to {@link #lineTo}.
     *
     * @throws Failure when the line is longer than the maximum
     */
    boolean next() throws IOException {
        while (true) {
            int end = lineEnd();
            if (end < 0) {
                return false;
            }
            int from = start;
            int to = end;
            line++;
            lineOffset = bufferOffset + start;
            start = Math.min(filled, end + 1);
            if (line == 1
                    && to - from >= 3
                    && buffer[from] == (byte) 0xef
                    && buffer[from + 1] == (byte) 0xbb
                    && buffer[from + 2] == (byte) 0xbf) {
                notes.byteOrderMark();
                from += 3;
            }
            if (to > from && buffer[to - 1] == '\r') {
                notes.carriageReturn();
                to--;
            }
            if (to > from) {
                lineFrom = from;
                lineTo = to;
                return true;
            }
            notes.blankLine();
        }
    }

    /** Advances by a line that a reader can parse without knowing where it ends; null when it cannot. */
    @Nullable
    MetaRecord readAhead(LineReader reader) {
        if (start >= filled) {
            return null;
        }
        MetaRecord ahead = reader.readAhead(buffer, start, filled);
        if (ahead == null) {
            return null;
        }
        if (reader.aheadAt() - start > NdjsonSource.LONGEST_LINE_BYTES) {
            throw tooLong(line + 1, bufferOffset + start);
        }
        line++;
        lineOffset = bufferOffset + start;
        lineFrom = start;
        lineTo = reader.aheadAt();
        start = lineTo + 1;
        return ahead;
    }

    /** The position of the next line end (or of the end of the input), or -1 when there are no more lines. */
    private int lineEnd() throws IOException {
        int scanned = start;
        while (true) {
            for (int i = scanned; i < filled; i++) {
                if (buffer[i] == '\n') {
                    if (i - start > NdjsonSource.LONGEST_LINE_BYTES) {
                        throw tooLong(line + 1, bufferOffset + start);
                    }
                    return i;
                }
            }
            if (atEnd) {
                if (start < filled) {
                    return filled;
                }
                return -1;
            }
            int length = filled - start;
            if (length > NdjsonSource.LONGEST_LINE_BYTES) {
                throw tooLong(line + 1, bufferOffset + start);
            }
            fill();
            scanned = start + length;
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            bufferOffset += start;
            filled -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = enlarge(buffer, line + 1, bufferOffset);
        }
        filled += read(buffer, filled);
    }

    /** Reads into an array, from an index on; 0 at the end of the input. */
    int read(byte[] into, int from) throws IOException {
        int count = in.read(into, from, into.length - from);
        atEnd = count < 0;
        return Math.max(0, count);
    }

    /**
     * Enlarges the buffer for a long line. On failure, checks whether the line exceeds the maximum before reporting a
     * lack of memory.
     */
    byte[] enlarge(byte[] text, long lineNumber, long offset) throws IOException {
        try {
            return Arrays.copyOf(
                    text, (int) Math.min(2L * text.length, NdjsonSource.LONGEST_LINE_BYTES + 2L * CHUNK_BYTES));
        } catch (OutOfMemoryError e) {
            long length = text.length;
            for (int n = in.read(text); n >= 0; n = in.read(text)) {
                int end = 0;
                while (end < n && text[end] != '\n') {
                    end++;
                }
                length += end;
                if (length > NdjsonSource.LONGEST_LINE_BYTES) {
                    throw tooLong(lineNumber, offset);
                }
                if (end < n) {
                    break;
                }
            }
            throw Failure.of(ExitStatus.IO, "a line of " + length + " bytes does not fit into memory")
                    .at(place(lineNumber, offset))
                    .because("the heap of metash has " + Heap.mib() + " MiB")
                    .next(Heap.advice(length))
                    .causedBy(e);
        }
    }

    private Failure tooLong(long lineNumber, long offset) {
        return tooLong(place(lineNumber, offset));
    }

    /** Rejects a line that no export has. */
    static Failure tooLong(String place) {
        return Failure.of(ExitStatus.DAMAGED, "a line is longer than 160 MiB")
                .at(place)
                .because("160 MiB is the maximum for a line of an export")
                .next("check whether this file is an export");
    }

    /** The position of a line whose number may be unknown. */
    private String place(long lineNumber, long offset) {
        return name + (lineNumber == 0 ? "" : ":" + lineNumber) + " (byte " + offset + ")";
    }

    /** Removes and returns the text that was read into the buffer after the last line. */
    byte[] removeRest() {
        byte[] rest = Arrays.copyOfRange(buffer, start, filled);
        bufferOffset += start;
        buffer = rest;
        start = 0;
        filled = rest.length;
        return rest;
    }

    /** Counts lines that were read elsewhere. */
    void skipLines(long count) {
        line += count;
    }

    /** The buffer that holds the line; valid until the next line. */
    byte[] buffer() {
        return buffer;
    }

    /** The start of the line in the buffer. */
    int lineFrom() {
        return lineFrom;
    }

    /** The end of the line in the buffer, without its line end. */
    int lineTo() {
        return lineTo;
    }

    /** The number of the last line. */
    long line() {
        return line;
    }

    /** The offset of the first byte of the last line. */
    long lineOffset() {
        return lineOffset;
    }

    /** The offset of the last line, after any byte order mark. */
    long textOffset() {
        return bufferOffset + lineFrom;
    }

    /** The offset after the last line and its line end. */
    long nextOffset() {
        return bufferOffset + start;
    }

    /** The offset of a position in the buffer. */
    long offset(int position) {
        return bufferOffset + position;
    }

    /** Whether the input has ended. */
    boolean atEnd() {
        return atEnd;
    }

    /** Whether the last line ends with the input, without a line end. */
    boolean endsInside() {
        return atEnd && start == filled && buffer[filled - 1] != '\n';
    }

    void close() throws IOException {
        in.close();
    }
}
