package io.metash.raftdir.wal;

/** How many bytes records take in a log on disk, for those who keep a log elsewhere. Not safe for several threads. */
public final class WalSize {
    private final WalCodec codec = new WalCodec();

    /** The bytes of a record, its frame included. */
    public int of(WalRecord record) {
        codec.encode(record);
        return codec.encodedLength();
    }
}
