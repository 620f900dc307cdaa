package io.metash.raftdir.wal;

import io.metash.record.Entry;
import java.util.Arrays;

/** Encodes log entries as Append records, for logs that are stored elsewhere. Not thread-safe. */
public final class EntryBytes {
    /** Larger buffers are not reused for the next entry. */
    private static final int KEPT_BYTES = 1 << 20;

    private WalCodec codec = new WalCodec();

    /** Encodes an entry as a record with its frame. */
    public byte[] of(Entry entry) {
        byte[] record = codec.encode(new WalRecord.Append(entry));
        byte[] bytes = Arrays.copyOf(record, codec.encodedLength());
        if (record.length > KEPT_BYTES) {
            codec = new WalCodec();
        }
        return bytes;
    }

    /**
     * Decodes the entry of a record.
     *
     * @throws IllegalStateException when {@link #of} did not produce the bytes
     */
    public Entry read(byte[] bytes) {
        try {
            return ((WalRecord.Append) codec.decode(bytes, 0, bytes.length, true)).entry();
        } catch (UndecodableRecord damaged) {
            throw new IllegalStateException("a damaged log entry: " + damaged.getMessage(), damaged);
        }
    }
}
