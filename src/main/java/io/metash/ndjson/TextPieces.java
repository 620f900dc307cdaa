package io.metash.ndjson;

import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The rest of a text in pieces of whole lines. */
final class TextPieces implements Pieces {
    private static final int PIECE_BYTES = 2 * TextLines.CHUNK_BYTES;
    private static final int SPARE_PIECES = 8;

    private final NdjsonSource whole;
    private final TextLines text;
    private final PackedInput packedOrNull;
    private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(SPARE_PIECES);
    private byte[] carry;
    private long offset;

    TextPieces(NdjsonSource whole, TextLines text, PackedInput packedOrNull) {
        this.whole = whole;
        this.text = text;
        this.packedOrNull = packedOrNull;
        this.carry = text.takeRest();
        this.offset = text.nextOffset();
    }

    @Override
    public Piece next() throws IOException {
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
                bytes = text.grown(bytes, 0, offset);
            }
            length += text.read(bytes, length);
            lines = Math.max(lines, lastLineEnd(bytes, length, lines + 1));
        }
        int taken = length;
        if (!text.atEnd() && lines < length) {
            taken = lines + 1;
        }
        carry = Arrays.copyOfRange(bytes, taken, length);
        if (taken == 0) {
            return null;
        }
        TextPiece piece = new TextPiece(bytes, taken, offset);
        offset += taken;
        if (packedOrNull == null) {
            piece.bytesRead = offset;
        } else {
            piece.bytesRead = packedOrNull.bytesRead();
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
        private byte[] bytes;
        private List<MetaRecord> records = new ArrayList<>();
        private int[] lines = new int[512];
        private int[] offsets = new int[512];
        private long linesBefore;
        private long lineCount;
        private ReadNotes notes;
        private long bytesRead;

        TextPiece(byte[] bytes, int length, long start) {
            this.bytes = bytes;
            this.length = length;
            this.start = start;
        }

        @Override
        public List<MetaRecord> read() {
            NdjsonSource part = whole.piece(bytes, length, start, 0);
            try {
                readAll(part);
            } catch (Failure saidLater) {
                records = null;
                return null;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            lineCount = part.line();
            notes = part.notes();
            if (bytes.length == PIECE_BYTES) {
                spare.offer(bytes);
            }
            bytes = null;
            return records;
        }

        private void readAll(NdjsonSource part) throws IOException {
            for (MetaRecord record = part.next(); record != null; record = part.next()) {
                if (records.size() == lines.length) {
                    lines = Arrays.copyOf(lines, 2 * lines.length);
                    offsets = Arrays.copyOf(offsets, 2 * offsets.length);
                }
                lines[records.size()] = (int) part.line();
                offsets[records.size()] = (int) (part.byteOffset() - start);
                records.add(record);
            }
        }

        /** Parses the piece again to report an error, now that the number of its first line is known. */
        @Override
        public List<MetaRecord> records() {
            linesBefore = text.line();
            if (records == null) {
                records = new ArrayList<>();
                try {
                    readAll(whole.piece(bytes, length, start, linesBefore));
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            }
            text.skipLines(lineCount);
            whole.notes().add(notes);
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
