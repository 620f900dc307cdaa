package io.metash.raftdir.wal;

import io.metash.record.Entry;
import java.util.Arrays;

/** Log entries as the bytes of their Append record, for stores that keep a log elsewhere. Not safe for several threads. */
public final class EntryBytes {
    /** Buffers above this size are not kept for the next entry. */
    private static final int KEPT_BYTES = 1 << 20;

    private WalCodec codec = new WalCodec();

    /** The record of an entry, its frame included. */
    public byte[] of(Entry entry) {
        byte[] record = codec.encode(new WalRecord.Append(entry));
        byte[] bytes = Arrays.copyOf(record, codec.encodedLength());
        if (record.length > KEPT_BYTES) {
            codec = new WalCodec();
        }
        return bytes;
    }

    /**
     * The entry of a record.
     *
     * @throws IllegalStateException when the bytes are not what {@link #of} made
     */
    public Entry read(byte[] bytes) {
        try {
            return ((WalRecord.Append) codec.decode(bytes, 0, bytes.length, true)).entry();
        } catch (UndecodableRecord damaged) {
            throw new IllegalStateException("a damaged log entry: " + damaged.getMessage(), damaged);
        }
    }
}
