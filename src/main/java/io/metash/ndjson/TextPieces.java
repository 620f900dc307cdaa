package io.metash.ndjson;

import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** The rest of a text in pieces of whole lines. */
final class TextPieces implements Pieces {
    private static final int PIECE_BYTES = 2 * TextLines.CHUNK_BYTES;
    private static final int SPARE_PIECES = 8;

    private final NdjsonSource source;
    private final TextLines text;
    private final @Nullable PackedInput packed;
    private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(SPARE_PIECES);
    private byte[] carry;
    private long offset;

    TextPieces(NdjsonSource source, TextLines text, @Nullable PackedInput packed) {
        this.source = source;
        this.text = text;
        this.packed = packed;
        this.carry = text.removeRest();
        this.offset = text.nextOffset();
    }

    @Override
    public @Nullable Piece next() throws IOException {
        byte[] bytes = spare.poll();
        if (bytes == null || bytes.length < carry.length + TextLines.CHUNK_BYTES) {
            bytes = new byte[Math.max(PIECE_BYTES, carry.length + TextLines.CHUNK_BYTES)];
        }
        System.arraycopy(carry, 0, bytes, 0, carry.length);
        int length = carry.length;
        int lines = lastLineEnd(bytes, length, 0);
        while (!text.atEnd() && (length < bytes.length || lines < 0)) {
            if (length == bytes.length) {
                if (length > NdjsonSource.LONGEST_LINE_BYTES) {
                    // The sequential reader reports the error in a line of this length.
                    lines = length;
                    break;
                }
                bytes = text.enlarge(bytes, 0, offset);
            }
            length += text.read(bytes, length);
            lines = Math.max(lines, lastLineEnd(bytes, length, lines + 1));
        }
        int used = length;
        if (!text.atEnd() && lines < length) {
            used = lines + 1;
        }
        carry = Arrays.copyOfRange(bytes, used, length);
        if (used == 0) {
            return null;
        }
        TextPiece piece = new TextPiece(bytes, used, offset);
        offset += used;
        if (packed == null) {
            piece.bytesRead = offset;
        } else {
            piece.bytesRead = packed.bytesRead();
        }
        return piece;
    }

    private static int lastLineEnd(byte[] bytes, int length, int from) {
        int at = length - 1;
        while (at >= from && bytes[at] != '\n') {
            at--;
        }
        if (at >= from) {
            return at;
        }
        return -1;
    }

    /** A piece of the text. */
    private final class TextPiece implements Piece {
        private final long start;
        private final int length;
        private byte @Nullable [] bytes;
        private @Nullable List<MetaRecord> records = new ArrayList<>();
        private int[] lines = new int[512];
        private int[] offsets = new int[512];
        private long linesBefore;
        private long lineCount;
        private @Nullable ReadNotes notes;
        private long bytesRead;

        TextPiece(byte[] bytes, int length, long start) {
            this.bytes = bytes;
            this.length = length;
            this.start = start;
        }

        @Override
        public @Nullable List<MetaRecord> read() {
            byte[] whole = Objects.requireNonNull(bytes);
            NdjsonSource part = source.piece(whole, length, start, 0);
            try {
                readAll(part, Objects.requireNonNull(records));
            } catch (Failure e) {
                records = null;
                return null;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            lineCount = part.line();
            notes = part.notes();
            if (whole.length == PIECE_BYTES) {
                spare.offer(whole);
            }
            bytes = null;
            return records;
        }

        private void readAll(NdjsonSource part, List<MetaRecord> into) throws IOException {
            for (MetaRecord record = part.next(); record != null; record = part.next()) {
                if (into.size() == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * lines.length);
                    offsets = Arrays.copyOf(offsets, 2 * offsets.length);
                }
                lines[into.size()] = (int) part.line();
                offsets[into.size()] = (int) (part.byteOffset() - start);
                into.add(record);
            }
        }

        /** Parses the piece again to report an error, now that the number of its first line is known. */
        @Override
        public List<MetaRecord> records() {
            linesBefore = text.line();
            if (records == null) {
                records = new ArrayList<>();
                try {
                    readAll(source.piece(Objects.requireNonNull(bytes), length, start, linesBefore), records);
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            }
            text.skipLines(lineCount);
            source.notes().add(Objects.requireNonNull(notes));
            return records;
        }

        @Override
        public long line(int record) {
            return linesBefore + lines[record];
        }

        @Override
        public long offset(int record) {
            return start + offsets[record];
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
}
