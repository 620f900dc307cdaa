package io.metash.raftdir.wal;

import io.metash.files.DamagedStore;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one chunk in order, through a window, up to its size when the log was opened. A torn tail ends
 * the last chunk (raft-dir-v004 §2.5). Writes nothing back.
 */
final class ChunkReader {
    private static final int WINDOW_BYTES = 256 * 1024;

    private final Chunk chunk;
    private final boolean lastChunk;
    private final FileChannel channel;
    private final WalCodec codec = new WalCodec();
    private byte[] buffer = new byte[WINDOW_BYTES];
    private int at;
    private int end;
    private long fileAt;
    private long recordStart;
    private long recordEnd;
    private long records;
    private @Nullable String torn;

    /** Creates a reader at the start of an open channel, which it does not close. */
    ChunkReader(Chunk chunk, FileChannel channel, boolean lastChunk) {
        this.chunk = chunk;
        this.lastChunk = lastChunk;
        this.channel = channel;
    }

    /** The next record, or null at the end or at a torn tail. */
    @Nullable
    WalRecord next() throws IOException {
        if (torn != null) {
            return null;
        }
        recordStart = fileAt - (end - at);
        if (recordStart == chunk.size()) {
            if (records == 0) {
                throw damaged(0, "the chunk has no record; a server does not start with it");
            }
            return null;
        }
        while (true) {
            try {
                WalRecord record = codec.decode(buffer, at, end, fileAt == chunk.size());
                at = codec.decodedEnd();
                recordEnd = fileAt - (end - at);
                if (records++ == 0 && !(record instanceof WalRecord.State)) {
                    throw damaged(recordStart, "the first record of the chunk is not a State record");
                }
                return record;
            } catch (UndecodableRecord bad) {
                if (!bad.endsEarly() || fileAt == chunk.size()) {
                    return tail(bad);
                }
                more();
            }
        }
    }

    private void more() throws IOException {
        int kept = end - at;
        byte[] target = buffer;
        if (at == 0 && end == buffer.length) {
            target = enlarge();
        }
        System.arraycopy(buffer, at, target, 0, kept);
        buffer = target;
        at = 0;
        end = kept;
        ByteBuffer into = ByteBuffer.wrap(buffer, kept, (int) Math.min(buffer.length - kept, chunk.size() - fileAt));
        while (into.hasRemaining()) {
            int n = channel.read(into, fileAt);
            if (n < 0) {
                throw damaged(fileAt, "the file shrank while it was read");
            }
            fileAt += n;
            end += n;
        }
    }

    /**
     * Enlarges the window. When memory is short, the length may be wrong: a whole record after this one proves
     * damage.
     */
    private byte[] enlarge() throws IOException {
        try {
            return new byte[(int) Math.min(Integer.MAX_VALUE - 8L, 2L * buffer.length)];
        } catch (OutOfMemoryError e) {
            refuseLaterRecord();
            throw Failure.of(ExitStatus.IO, "a record of the raft log does not fit into memory")
                    .at(chunk.file() + " (byte " + recordStart + ", record " + records + ")")
                    .because("it has more than " + buffer.length + " bytes, the heap has "
                            + Runtime.getRuntime().maxMemory())
                    .next("METASH_HEAP=1g metash ...")
                    .causedBy(e);
        }
    }

    /** Handles bytes at the start of a record that are not a record: the tail of an unfinished write, or damage. */
    private @Nullable WalRecord tail(UndecodableRecord bad) throws IOException {
        long place = recordStart + (bad.at() - at);
        boolean zeros = !bad.endsEarly() && onlyZerosFrom(recordStart);
        if (!bad.endsEarly() && !zeros) {
            throw damaged(
                    place,
                    bad.getMessage() + "; " + (chunk.size() - recordStart) + " bytes from byte " + recordStart
                            + " cannot be read");
        }
        if (bad.endsEarly()) {
            refuseLaterRecord();
        }
        if (!lastChunk) {
            throw damaged(
                    place,
                    "the log continues in another chunk, but this one ends "
                            + (zeros ? "in zeros" : "inside a record"));
        }
        if (records == 0) {
            throw damaged(place, "the chunk has no whole record; a server does not start with it");
        }
        torn = "the log ends in an unfinished write: " + (chunk.size() - recordStart) + " bytes"
                + (zeros ? " of zeros" : "") + " from byte " + recordStart + " of "
                + chunk.file().getFileName() + " are ignored, as by a server";
        return null;
    }

    /** Rejects a record that runs past the end of the file because of a wrong length, unlike a torn one. */
    private void refuseLaterRecord() throws IOException {
        OptionalLong later = new RecordScan(channel, chunk.size()).firstFrom(recordStart + 1);
        if (later.isPresent()) {
            throw damaged(
                    recordStart,
                    "the record that starts here runs past the end of the file, but a whole record follows at byte "
                            + later.getAsLong() + "; a server would truncate the log at byte "
                            + recordStart);
        }
    }

    private boolean onlyZerosFrom(long from) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (long place = from; place < chunk.size(); ) {
            int n = channel.read(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, chunk.size() - place)), place);
            if (n <= 0) {
                throw damaged(place, "the file shrank while it was read");
            }
            if (Arrays.mismatch(piece, 0, n, new byte[n], 0, n) >= 0) {
                return false;
            }
            place += n;
        }
        return true;
    }

    Failure damaged(long place, @Nullable String why) {
        return Failure.of(ExitStatus.DAMAGED, "the raft log is damaged")
                .at(chunk.file() + " (byte " + place + ", record " + records + ")")
                .because(why)
                .next(DamagedStore.next(chunk.file()));
    }

    /** The torn tail that was ignored, or null. */
    @Nullable
    String torn() {
        return torn;
    }

    /** The start of the last record in the file. */
    long recordStart() {
        return recordStart;
    }

    /** The end of the last record in the file. */
    long recordEnd() {
        return recordEnd;
    }
}
