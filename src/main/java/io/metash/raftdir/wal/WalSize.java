package io.metash.raftdir.wal;

/** Computes the size of records in a log on disk, for logs that are stored elsewhere. Not thread-safe. */
public final class WalSize {
    private final WalCodec codec = new WalCodec();

    /** The bytes of a record, including its frame. */
    public int of(WalRecord record) {
        codec.encode(record);
        return codec.encodedLength();
    }
}
