package io.metash.ndjson;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.FileInput;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.VerbatimSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from the lines of an export. Errors name the file, the line, the byte offset, what was expected and
 * what was found.
 */
public final class NdjsonSource implements VerbatimSource {
    /** The maximum length of a line (decisions 8): a server accepts messages of 32 MiB, 128 MiB as text. */
    public static final int LONGEST_LINE_BYTES = 160 << 20;

    /** Inputs of this size and above, or of unknown size, use code that is faster but slower to warm up. */
    private static final long BULK_BYTES = 4 << 20;

    private static final Set<String> READABLE = Set.of("V002", "V003", "V004");

    private final String name;
    private final long totalBytes;
    private final @Nullable PackedInput counting;
    private final ReadNotes notes;
    private final TextLines lines;
    private final LineReader reader;
    private final @Nullable LineStage stage;
    private boolean headerSeen;
    private boolean peeked;
    private boolean keepsLines;

    /** Creates a source over a stream; {@code name} is its name in errors, {@code totalBytes} -1 when unknown. */
    public NdjsonSource(InputStream in, String name, long totalBytes) {
        this(in, name, totalBytes, null);
    }

    private NdjsonSource(InputStream in, String name, long totalBytes, @Nullable PackedInput counting) {
        this.name = name;
        this.totalBytes = totalBytes;
        this.counting = counting;
        this.notes = new ReadNotes();
        this.lines = new TextLines(in, name, notes, 0, 0);
        this.reader = new LineReader(notes, totalBytes < 0 || totalBytes >= BULK_BYTES);
        this.stage = null;
    }

    /** Creates a source over lines after the header. */
    private NdjsonSource(
            TextLines lines, String name, ReadNotes notes, long bytes, boolean bulk, @Nullable LineStage stage) {
        this.name = name;
        this.totalBytes = bytes;
        this.counting = null;
        this.notes = notes;
        this.lines = lines;
        this.reader = new LineReader(notes, bulk);
        this.stage = stage;
        this.headerSeen = true;
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
        ReadNotes notes = new ReadNotes();
        TextLines lines = new TextLines(in, name, notes, offset, linesBefore);
        return new NdjsonSource(lines, name, notes, bytes, bytes >= BULK_BYTES, stage);
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

    /** Creates a source over a piece of this text, which has the same version. */
    NdjsonSource piece(byte[] text, int length, long offset, long linesBefore) {
        ReadNotes findings = new ReadNotes();
        TextLines part = TextLines.of(text, length, name, findings, offset, linesBefore);
        NdjsonSource source = new NdjsonSource(part, name, findings, length, true, stage);
        source.reader.expect(reader.expected());
        return source;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        while (true) {
            if (readsAhead()) {
                MetaRecord ahead = lines.readAhead(reader);
                if (ahead != null) {
                    return ahead;
                }
            }
            if (!nextLine()) {
                if (!headerSeen) {
                    throw Failure.of(ExitStatus.INCOMPLETE, "no data found: the input is empty")
                            .at(name)
                            .next("check whether the export succeeded");
                }
                return null;
            }
            MetaRecord record = parse(lines.lineFrom(), lines.lineTo());
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
        out.write(lines.buffer(), lines.lineFrom(), lines.lineTo() - lines.lineFrom());
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
        return lines.next();
    }

    /** The buffer that holds the line; valid until the next line. */
    public byte[] buffer() {
        return lines.buffer();
    }

    /** The start of the line in the buffer. */
    public int lineFrom() {
        return lines.lineFrom();
    }

    /** The end of the line in the buffer, without its line end. */
    public int lineTo() {
        return lines.lineTo();
    }

    /** The offset of the last line in the text, after any byte order mark. */
    public long textOffset() {
        return lines.textOffset();
    }

    /** The offset in the text after the line and its line end. */
    public long nextOffset() {
        return lines.nextOffset();
    }

    /**
     * The first line that is not blank, without consuming it; empty when there is none. Must be called before any
     * line is read.
     */
    public Optional<byte[]> firstLine() throws IOException {
        peeked = nextLine();
        if (peeked) {
            return Optional.of(Arrays.copyOfRange(lines.buffer(), lines.lineFrom(), lines.lineTo()));
        }
        return Optional.empty();
    }

    private @Nullable MetaRecord parse(int from, int to) {
        MetaRecord record;
        try {
            if (stage == null) {
                record = reader.readLine(lines.buffer(), from, to);
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
        boolean cut = lines.endsInside() && bad.at() >= lines.lineTo();
        ExitStatus status = ExitStatus.INCOMPLETE;
        if (!cut) {
            status = bad.status();
        }
        Failure failure = Failure.of(status, cut ? "the last line is truncated" : "invalid line")
                .at(name + ":" + lines.line() + " (byte " + lines.offset(bad.at()) + ")")
                .because(bad.what())
                .causedBy(bad);
        return failure.next(
                cut
                        ? "run the export again: the rest after this line is missing"
                        : "run the export again, or correct the line");
    }

    /** Parses a rewritten line; errors give the place of the original line only. */
    private @Nullable MetaRecord readStaged(int from, int to) {
        byte[] text = Objects.requireNonNull(stage).apply(lines.buffer(), from, to);
        if (text == null) {
            return null;
        }
        try {
            return reader.readLine(text, 0, text.length);
        } catch (BadText bad) {
            throw new BadText(from, bad.what(), bad.status());
        }
    }

    private void checkHeader(@Nullable MetaRecord record) {
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
                    .because("an export of V001 or later starts with its header: the start of this file is missing")
                    .next("run the export again");
        }
    }

    private void checkVersion(String version) {
        if (READABLE.contains(version)) {
            return;
        }
        throw Failure.of(ExitStatus.VERSION, "data version " + version + " is later than V004, or invalid")
                .at(position())
                .because("metash reads V0 to V004")
                .next("use a newer metash");
    }

    @Override
    public @Nullable Pieces pieces() {
        if (headerSeen && !keepsLines) {
            return new TextPieces(this, lines, counting);
        }
        return null;
    }

    @Override
    public String position() {
        return name + ":" + lines.line() + " (byte " + lines.lineOffset() + ")";
    }

    @Override
    public long line() {
        return lines.line();
    }

    /** The offset of the first byte of the last line, in the unpacked text. */
    public long byteOffset() {
        return lines.lineOffset();
    }

    /** The name of the text in errors. */
    public String name() {
        return name;
    }

    /** Whether the text was compressed with gzip or zstd. */
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
            return lines.nextOffset();
        }
        return counting.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return totalBytes;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
