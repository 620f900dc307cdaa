package io.metash.client;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.BlockInput;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.VerbatimSource;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The export of a server as records. When a message is too large, the export restarts with fewer lines per message
 * (decisions 18) and skips lines delivered before if they are unchanged. If the server's data changed, the export
 * fails; a caller that can discard its output restarts with {@link #nextChunkLines}.
 */
public final class ExportSource implements VerbatimSource {
    /** Default number of lines per message, as in metactl. */
    public static final int USUAL_CHUNK_LINES = 32;

    private static final int SHRINK = 8;
    private static final byte[] NONE = {};

    private final MetaClient client;
    private final NdjsonSource records;
    private int chunkLines;
    private int nextChunkLines = -1;

    ExportSource(MetaClient client, int chunkLines) {
        UnsafeRequests.chunkLines(chunkLines);
        this.client = client;
        this.chunkLines = chunkLines;
        this.records = new NdjsonSource(new Lines(), "export of " + client.current(), -1);
    }

    /** Number of lines per message with which a retry may succeed, or -1 when none would. */
    public int nextChunkLines() {
        return nextChunkLines;
    }

    /** Keeps each line as received, for {@link #writeLine}. */
    public void keepLines() {
        records.keepLines();
    }

    @Override
    public void writeLine(OutputStream out) throws IOException {
        records.writeLine(out);
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        return records.next();
    }

    @Override
    public String position() {
        return records.position();
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public long bytesRead() {
        return records.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return -1;
    }

    @Override
    public @Nullable Pieces pieces() {
        return records.pieces();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** Concatenates the lines with their line ends. */
    private final class Lines extends BlockInput {
        private final LineChecksum delivered = new LineChecksum();
        private @Nullable ExportStream stream;
        private long lines;
        private byte[] buffer = NONE;
        /** Position of the next byte of the line in the buffer; {@code to} is the position of the line end. */
        private int at = 1;

        private int to;

        /** Reads whole lines where they fit: the reader then need not parse the start of a line twice. */
        @Override
        public int read(byte[] into, int from, int most) {
            int filled = 0;
            while (filled < most && (at <= to || nextLine())) {
                int left = to - at;
                if (filled > 0 && left >= most - filled) {
                    break;
                }
                int start = from + filled;
                int part = Math.min(most - filled, left);
                System.arraycopy(buffer, at, into, start, part);
                at += part;
                if (part == left && filled + part < most) {
                    into[start + part] = '\n';
                    at++;
                    part++;
                }
                delivered.update(into, start, part);
                filled += part;
            }
            if (filled == 0 && most > 0) {
                return -1;
            }
            return filled;
        }

        private boolean nextLine() {
            buffer = NONE;
            to = 0;
            at = 1;
            while (true) {
                try {
                    ExportStream open = stream;
                    if (open == null) {
                        open = begin();
                    }
                    if (!open.next()) {
                        return false;
                    }
                    buffer = open.buffer();
                    at = open.lineFrom();
                    to = open.lineTo();
                    lines++;
                    return true;
                } catch (ExportStream.TooLarge tooLarge) {
                    shrink(tooLarge);
                }
            }
        }

        /** Starts the export and skips lines delivered before. */
        private ExportStream begin() {
            ExportStream begun = client.export(chunkLines);
            stream = begun;
            LineChecksum again = new LineChecksum();
            for (long i = 0; i < lines; i++) {
                if (!begun.next()) {
                    throw changed();
                }
                again.update(begun.buffer(), begun.lineFrom(), begun.lineTo() - begun.lineFrom());
                again.update(new byte[] {'\n'}, 0, 1);
            }
            if (!again.matches(delivered)) {
                throw changed();
            }
            return begun;
        }

        private void shrink(ExportStream.TooLarge tooLarge) {
            if (stream != null) {
                stream.close();
                stream = null;
            }
            boolean smallest = chunkLines == 1 || !client.exportsInChunks();
            if (smallest && tooLarge.failed().carriedOut().isPresent()) {
                // The service is out of memory; the message is not too large.
                throw CallErrors.render(tooLarge.failed());
            }
            if (smallest) {
                throw Failure.of(ExitStatus.IO, "a line of the export is larger than a message may be")
                        .at(client.current().toString())
                        .because(tooLarge.getMessage()
                                + ". A value of 10 MiB suffices for that; it cannot be exported over gRPC.")
                        .next("on the node's machine: metash export --raft-dir DIR --db FILE")
                        .causedBy(tooLarge);
            }
            chunkLines = Math.max(1, chunkLines / SHRINK);
        }

        private Failure changed() {
            nextChunkLines = chunkLines;
            return Failure.of(ExitStatus.INCOMPLETE, "the export had to restart, and the server's data had changed")
                    .at(client.current().toString())
                    .because("A message with more lines was larger than 32 MiB; " + lines
                            + " lines were already written and have changed.")
                    .next("export --chunk-size " + chunkLines);
        }

        @Override
        public void close() {
            if (stream != null) {
                stream.close();
            }
        }
    }
}
