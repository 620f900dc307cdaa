package io.metash.raftdir.wal;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.WritableFile;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a new log, starting with chunk 0 and an empty State record. When a chunk is full, the next one starts with the
 * current State (raft-dir-v004 §2.1).
 */
public final class LogWriter implements Closeable {
    private static final int MAX_RECORDS = 100_000;
    private static final long MAX_BYTES = 268_435_456;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path directory;
    private final Disk disk;
    private final @Nullable FileOwnership ownership;
    private final int maxRecords;
    private final long maxBytes;
    private final WalCodec codec = new WalCodec();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private WritableFile file;
    private long chunkStart;
    private long chunkBytes;
    private int chunkRecords;
    private LogState state = LogState.EMPTY;

    /** Creates a writer into an empty directory. */
    public LogWriter(Path directory, Disk disk, @Nullable FileOwnership ownership) throws IOException {
        this(directory, disk, ownership, MAX_RECORDS, MAX_BYTES);
    }

    LogWriter(Path directory, Disk disk, @Nullable FileOwnership ownership, int maxRecords, long maxBytes)
            throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.ownership = ownership;
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        openChunk();
    }

    private void openChunk() throws IOException {
        file = disk.create(directory.resolve(Chunk.name(chunkStart)), ownership);
        chunkBytes = 0;
        chunkRecords = 0;
        write(new WalRecord.State(state));
    }

    /**
     * Appends a record.
     *
     * @throws Failure when it violates a rule that servers check on reading (raft-dir-v004 §2.4)
     */
    public void append(WalRecord record) throws IOException {
        try {
            state = state.after(record);
        } catch (IllegalArgumentException e) {
            throw Failure.of(ExitStatus.DAMAGED, "invalid sequence of log records")
                    .because(e.getMessage());
        }
        write(record);
        if (chunkRecords >= maxRecords || chunkBytes >= maxBytes) {
            closeChunk();
            chunkStart += chunkBytes;
            openChunk();
        }
    }

    private void write(WalRecord record) throws IOException {
        byte[] bytes = codec.encode(record);
        int length = codec.encodedLength();
        chunkRecords++;
        chunkBytes += length;
        if (buffered + length > buffer.length) {
            drain(buffer, buffered);
            buffered = 0;
        }
        if (length > buffer.length) {
            drain(bytes, length);
        } else {
            System.arraycopy(bytes, 0, buffer, buffered, length);
            buffered += length;
        }
    }

    private void drain(byte[] bytes, int length) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(bytes, 0, length); left.hasRemaining(); ) {
            file.write(left);
        }
    }

    private void closeChunk() throws IOException {
        sync();
        file.close();
    }

    /** The state after all records so far. */
    public LogState state() {
        return state;
    }

    /** Makes the appended records durable. */
    public void sync() throws IOException {
        if (buffered > 0) {
            drain(buffer, buffered);
            buffered = 0;
        }
        file.sync();
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            file.close();
        }
    }
}
