package io.metash.ndjson;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.FileInput;
import io.metash.record.Heap;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.VerbatimSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads records from the lines of an export. Errors name the file, the line, the byte offset, what was expected and
 * what was found.
 */
public final class NdjsonSource implements VerbatimSource {
    /** The maximum length of a line (decisions 8). */
    public static final int LONGEST_LINE_BYTES = 64 << 20;

    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int PIECE_BYTES = 2 * CHUNK_BYTES;
    /** Inputs of this size and above use code that is faster but slower to warm up. */
    private static final long BULK_BYTES = 4 << 20;

    private static final int SPARE_PIECES = 8;
    private static final Set<String> READABLE = Set.of("V002", "V003", "V004");
    private static final Set<String> OLD = Set.of("V0", "V001");

    private final InputStream in;
    private final String name;
    private final long totalBytes;
    private final PackedInput counting;
    private final ReadNotes notes = new ReadNotes();
    private final LineReader reader;
    private final LineStage stage;
    private byte[] buffer;
    private int start;
    private int filled;
    private long bufferOffset;
    private long line;
    private long lineOffset;
    private boolean atEnd;
    private boolean headerSeen;
    private boolean peeked;
    private boolean keepsLines;
    private int lineFrom;
    private int lineTo;

    /** Creates a source over a stream; {@code name} is its name in errors, {@code totalBytes} -1 when unknown. */
    public NdjsonSource(InputStream in, String name, long totalBytes) {
        this(in, name, totalBytes, null);
    }

    private NdjsonSource(InputStream in, String name, long totalBytes, PackedInput counting) {
        this(in, name, totalBytes, counting, new byte[CHUNK_BYTES], totalBytes >= BULK_BYTES, null);
    }

    private NdjsonSource(
            InputStream in,
            String name,
            long totalBytes,
            PackedInput counting,
            byte[] buffer,
            boolean bulk,
            LineStage stage) {
        this.reader = new LineReader(notes, bulk);
        this.stage = stage;
        this.buffer = buffer;
        this.in = in;
        this.name = name;
        this.totalBytes = totalBytes;
        this.counting = counting;
    }

    /** Creates a source over lines after the header, from a line and a byte offset on. */
    private NdjsonSource(NdjsonSource whole, byte[] text, int length, long offset, long linesBefore) {
        this(InputStream.nullInputStream(), whole.name, length, null, text, true, whole.stage);
        filled = length;
        bufferOffset = offset;
        line = linesBefore;
        headerSeen = true;
        reader.expect(whole.reader.expected());
        atEnd = true;
    }

    /**
     * Creates a source over some lines of a text, rewritten by a stage before they are parsed.
     *
     * @param in the text from the first of these lines to the last
     * @param name the name of the text in errors
     * @param linesBefore the number of lines before the first one
     * @param offset the byte offset of the first one in the text
     * @param bytes the size of these lines
     */
    public static NdjsonSource part(
            InputStream in, String name, long linesBefore, long offset, long bytes, LineStage stage) {
        NdjsonSource part = new NdjsonSource(in, name, bytes, null, new byte[CHUNK_BYTES], bytes >= BULK_BYTES, stage);
        part.bufferOffset = offset;
        part.line = linesBefore;
        part.headerSeen = true;
        return part;
    }

    /** Opens a file; gzip and zstd are recognized by the first bytes and unpacked while reading. */
    public static NdjsonSource open(Path file) throws IOException {
        return unpacking(FileInput.open(file), file.toString(), FileInput.size(file));
    }

    /** Creates a source over a stream that may be packed. */
    public static NdjsonSource unpacking(InputStream raw, String name, long size) throws IOException {
        PackedInput text = PackedInput.of(raw, name);
        return new NdjsonSource(text, name, size, text.packed() ? text : null);
    }

    @Override
    public MetaRecord next() throws IOException {
        while (true) {
            MetaRecord ahead = null;
            if (readsAhead() && start < filled) {
                ahead = reader.readAhead(buffer, start, filled);
            }
            if (ahead != null) {
                if (reader.aheadAt() - start > LONGEST_LINE_BYTES) {
                    throw tooLong(line + 1, bufferOffset + start);
                }
                line++;
                lineOffset = bufferOffset + start;
                lineFrom = start;
                lineTo = reader.aheadAt();
                start = lineTo + 1;
                return ahead;
            }
            if (!nextLine()) {
                if (!headerSeen) {
                    throw Failure.of(ExitStatus.INCOMPLETE, "no data found: the input is empty")
                            .at(name)
                            .next("check whether the export succeeded");
                }
                return null;
            }
            MetaRecord record = parse(lineFrom, lineTo);
            if (record != null) {
                return record;
            }
        }
    }

    /** Keeps each line for {@link #writeLine}, from now on; the text is then not divided into pieces. */
    public void keepLines() {
        keepsLines = true;
    }

    @Override
    public void writeLine(OutputStream out) throws IOException {
        if (!keepsLines) {
            throw new IllegalStateException("the lines are not kept");
        }
        out.write(buffer, lineFrom, lineTo - lineFrom);
    }

    private boolean readsAhead() {
        return headerSeen && (stage == null || stage.passesKeys());
    }

    /**
     * Advances to the next line that is not blank, without parsing it; false at the end. The line is in
     * {@link #buffer}, from {@link #lineFrom} to {@link #lineTo}.
     *
     * @throws Failure when the line is longer than the maximum
     */
    public boolean nextLine() throws IOException {
        if (peeked) {
            peeked = false;
            return true;
        }
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

    /** The buffer that holds the line; valid until the next line. */
    public byte[] buffer() {
        return buffer;
    }

    /** The start of the line in the buffer. */
    public int lineFrom() {
        return lineFrom;
    }

    /** The end of the line in the buffer, without its line end. */
    public int lineTo() {
        return lineTo;
    }

    /** The offset of the last line in the text, after any byte order mark. */
    public long textOffset() {
        return bufferOffset + lineFrom;
    }

    /** The offset in the text after the line and its line end. */
    public long nextOffset() {
        return bufferOffset + start;
    }

    /**
     * The first line that is not blank, without consuming it; empty when there is none. Must be called before any
     * line is read.
     */
    public Optional<byte[]> firstLine() throws IOException {
        peeked = nextLine();
        if (peeked) {
            return Optional.of(Arrays.copyOfRange(buffer, lineFrom, lineTo));
        }
        return Optional.empty();
    }

    private MetaRecord parse(int from, int to) {
        MetaRecord record;
        try {
            if (stage == null) {
                record = reader.readLine(buffer, from, to);
            } else {
                record = readStaged(from, to);
            }
        } catch (BadText bad) {
            Failure failure = failure(bad);
            if (headerSeen) {
                throw failure;
            }
            throw failure.next("name a file that 'export' wrote; its first line is the header");
        }
        checkHeader(record);
        return record;
    }

    /** Builds the failure for the last line. */
    public Failure failure(BadText bad) {
        boolean cut = atEnd && start == filled && buffer[filled - 1] != '\n' && bad.at() >= lineTo;
        ExitStatus status = ExitStatus.INCOMPLETE;
        if (!cut) {
            status = bad.status();
        }
        Failure failure = Failure.of(status, cut ? "the last line is truncated" : "invalid line")
                .at(name + ":" + line + " (byte " + (bufferOffset + bad.at()) + ")")
                .because(bad.what())
                .causedBy(bad);
        return failure.next(
                cut
                        ? "run the export again: the rest after this line is missing"
                        : "run the export again, or correct the line");
    }

    /** Parses a rewritten line; errors give the place of the original line only. */
    private MetaRecord readStaged(int from, int to) {
        byte[] text = stage.apply(buffer, from, to);
        if (text == null) {
            return null;
        }
        try {
            return reader.readLine(text, 0, text.length);
        } catch (BadText bad) {
            throw new BadText(from, bad.what(), bad.status());
        }
    }

    private void checkHeader(MetaRecord record) {
        if (record instanceof MetaRecord.Header header) {
            if (headerSeen) {
                throw Failure.of(ExitStatus.DAMAGED, "a second header line")
                        .at(position())
                        .because("an export has one header, in its first line; two files may have been concatenated")
                        .next("split them and import one of them");
            }
            checkVersion(header.version());
            reader.expect(header.version());
            headerSeen = true;
        } else if (!headerSeen) {
            throw Failure.of(ExitStatus.VERSION, "the first line is not a header")
                    .at(position())
                    .because("an export of version V002 and later starts with a header; older ones (V0) cannot be read")
                    .next("import it with the metactl of its release, upgrade, and export again");
        }
    }

    private void checkVersion(String version) {
        if (READABLE.contains(version)) {
            return;
        }
        boolean old = OLD.contains(version);
        String what = "data version " + version + (old ? " is too old" : " is later than V004, or invalid");
        String next = "use a newer metash";
        if (old) {
            next = "import it with the metactl of its release, upgrade, and export again";
        }
        throw Failure.of(ExitStatus.VERSION, what)
                .at(position())
                .because("this metash reads V002, V003 and V004")
                .next(next);
    }

    /** The position of the next line end (or of the end of the input), or -1 when there are no more lines. */
    private int lineEnd() throws IOException {
        int scanned = start;
        while (true) {
            for (int i = scanned; i < filled; i++) {
                if (buffer[i] == '\n') {
                    if (i - start > LONGEST_LINE_BYTES) {
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
            if (length > LONGEST_LINE_BYTES) {
                throw tooLong(line + 1, bufferOffset + start);
            }
            fill();
            scanned = start + length;
        }
    }

    private int read(byte[] into, int from) throws IOException {
        return in.read(into, from, into.length - from);
    }

    /** The position of a line whose number may be unknown. */
    private String place(long lineNumber, long offset) {
        return name + (lineNumber == 0 ? "" : ":" + lineNumber) + " (byte " + offset + ")";
    }

    private Failure tooLong(long lineNumber, long offset) {
        return Failure.of(ExitStatus.DAMAGED, "a line is longer than 64 MiB")
                .at(place(lineNumber, offset))
                .because("64 MiB is the maximum for a line of an export")
                .next("check whether this file is an export");
    }

    /**
     * Grows the buffer for a long line. On failure, checks whether the line exceeds the maximum before reporting a
     * lack of memory.
     */
    private byte[] grown(byte[] text, long lineNumber, long offset) throws IOException {
        try {
            return Arrays.copyOf(text, (int) Math.min(2L * text.length, LONGEST_LINE_BYTES + 2L * CHUNK_BYTES));
        } catch (OutOfMemoryError full) {
            long length = text.length;
            for (int n = in.read(text); n >= 0; n = in.read(text)) {
                int end = 0;
                while (end < n && text[end] != '\n') {
                    end++;
                }
                length += end;
                if (length > LONGEST_LINE_BYTES) {
                    throw tooLong(lineNumber, offset);
                }
                if (end < n) {
                    break;
                }
            }
            throw Failure.of(ExitStatus.IO, "a line of " + length + " bytes does not fit into memory")
                    .at(place(lineNumber, offset))
                    .because("the heap has " + Runtime.getRuntime().maxMemory() + " bytes")
                    .next(Heap.advice(length))
                    .causedBy(full);
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
            buffer = grown(buffer, line + 1, bufferOffset);
        }
        int read = read(buffer, filled);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
    }

    @Override
    public Pieces pieces() {
        if (headerSeen && !keepsLines) {
            return new TextPieces();
        }
        return null;
    }

    /** The rest of the text in pieces of whole lines. */
    private final class TextPieces implements Pieces {
        private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(SPARE_PIECES);
        private byte[] carry = Arrays.copyOfRange(buffer, start, filled);
        private long offset = bufferOffset + start;

        TextPieces() {
            buffer = carry;
            bufferOffset = offset;
            start = 0;
            filled = carry.length;
        }

        @Override
        public Piece next() throws IOException {
            byte[] text = spare.poll();
            if (text == null || text.length < carry.length + CHUNK_BYTES) {
                text = new byte[Math.max(PIECE_BYTES, carry.length + CHUNK_BYTES)];
            }
            System.arraycopy(carry, 0, text, 0, carry.length);
            int length = carry.length;
            int lines = lastLineEnd(text, length, 0);
            while (!atEnd && (length < text.length || lines < 0)) {
                if (length == text.length) {
                    if (length > LONGEST_LINE_BYTES) {
                        // The sequential reader reports the error in a line of this length.
                        lines = length;
                        break;
                    }
                    text = grown(text, 0, offset);
                }
                int count = read(text, length);
                length += Math.max(0, count);
                atEnd = count < 0;
                lines = Math.max(lines, lastLineEnd(text, length, lines + 1));
            }
            int taken = length;
            if (!atEnd && lines < length) {
                taken = lines + 1;
            }
            carry = Arrays.copyOfRange(text, taken, length);
            if (taken == 0) {
                return null;
            }
            TextPiece piece = new TextPiece(this, text, taken, offset);
            offset += taken;
            if (counting == null) {
                piece.bytesRead = offset;
            } else {
                piece.bytesRead = counting.bytesRead();
            }
            return piece;
        }

        private static int lastLineEnd(byte[] text, int length, int from) {
            int at = length - 1;
            while (at >= from && text[at] != '\n') {
                at--;
            }
            if (at >= from) {
                return at;
            }
            return -1;
        }
    }

    /** A piece of the text. */
    private final class TextPiece implements Pieces.Piece {
        private final TextPieces pieces;
        private final long offset;
        private final int length;
        private byte[] text;
        private List<MetaRecord> records = new ArrayList<>();
        private int[] lines = new int[512];
        private int[] offsets = new int[512];
        private long linesBefore;
        private long linesHere;
        private ReadNotes met;
        private long bytesRead;

        TextPiece(TextPieces pieces, byte[] text, int length, long offset) {
            this.pieces = pieces;
            this.text = text;
            this.length = length;
            this.offset = offset;
        }

        @Override
        public List<MetaRecord> read() {
            NdjsonSource here = new NdjsonSource(NdjsonSource.this, text, length, offset, 0);
            try {
                readAll(here);
            } catch (Failure saidLater) {
                records = null;
                return null;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            linesHere = here.line;
            met = here.notes;
            if (text.length == PIECE_BYTES) {
                pieces.spare.offer(text);
            }
            text = null;
            return records;
        }

        private void readAll(NdjsonSource here) throws IOException {
            for (MetaRecord record = here.next(); record != null; record = here.next()) {
                if (records.size() == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * lines.length);
                    offsets = Arrays.copyOf(offsets, 2 * offsets.length);
                }
                lines[records.size()] = (int) here.line;
                offsets[records.size()] = (int) (here.lineOffset - offset);
                records.add(record);
            }
        }

        /** Parses the piece again to report an error, now that the number of its first line is known. */
        @Override
        public List<MetaRecord> records() {
            linesBefore = line;
            if (records == null) {
                records = new ArrayList<>();
                try {
                    readAll(new NdjsonSource(NdjsonSource.this, text, length, offset, linesBefore));
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            }
            line += linesHere;
            notes.add(met);
            return records;
        }

        @Override
        public long line(int record) {
            return linesBefore + lines[record];
        }

        @Override
        public long offset(int record) {
            return offset + offsets[record];
        }

        @Override
        public long bytesRead() {
            return bytesRead;
        }

        @Override
        public int bytes() {
            return length;
        }
    }

    @Override
    public String position() {
        return name + ":" + line + " (byte " + lineOffset + ")";
    }

    @Override
    public long line() {
        return line;
    }

    /** The offset of the first byte of the last line, in the unpacked text. */
    public long byteOffset() {
        return lineOffset;
    }

    /** The name of the text in errors. */
    public String name() {
        return name;
    }

    /** Whether the text was packed by gzip or zstd. */
    public boolean packed() {
        return counting != null;
    }

    /** Findings that are not errors. */
    public ReadNotes notes() {
        return notes;
    }

    @Override
    public long bytesRead() {
        if (counting == null) {
            return bufferOffset + start;
        }
        return counting.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return totalBytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
