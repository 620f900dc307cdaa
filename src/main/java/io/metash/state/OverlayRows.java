package io.metash.state;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.MetaText;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Encodes the changes of an {@link OverlayStore} in its ordered map. Rows of keys start with {@code k}, rows of the
 * expiry index with {@code e}; an empty value marks a deleted row.
 */
final class OverlayRows {
    static final byte[] GONE = {};
    static final byte KEY = 'k';
    static final byte EXPIRY = 'e';
    private static final int NO_META = -1;

    private OverlayRows() {}

    static byte[] keyRow(Bytes key) {
        byte[] row = new byte[key.length() + 1];
        row[0] = KEY;
        System.arraycopy(key.array(), 0, row, 1, key.length());
        return row;
    }

    static Bytes key(byte[] keyRow) {
        return Bytes.of(Arrays.copyOfRange(keyRow, 1, keyRow.length));
    }

    /** Both numbers are big endian, so that rows sort by them as unsigned numbers. */
    static byte[] expiryRow(long timeMs, long seq) {
        return ByteBuffer.allocate(17).put(EXPIRY).putLong(timeMs).putLong(seq).array();
    }

    static long timeMs(byte[] expiryRow) {
        return ByteBuffer.wrap(expiryRow).getLong(1);
    }

    static long seq(byte[] expiryRow) {
        return ByteBuffer.wrap(expiryRow).getLong(9);
    }

    /** The key of an expiry row, after one byte that distinguishes it from {@link #GONE}. */
    static byte[] expiring(Bytes key) {
        return keyRow(key);
    }

    static byte[] value(SeqV value) {
        JsonOut meta = new JsonOut(64);
        if (value.meta() != null) {
            MetaText.write(value.meta(), meta);
        }
        byte[] data = value.data().array();
        return ByteBuffer.allocate(12 + meta.length() + data.length)
                .putLong(value.seq())
                .putInt(value.meta() == null ? NO_META : meta.length())
                .put(meta.array(), 0, meta.length())
                .put(data)
                .array();
    }

    static SeqV value(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        long seq = in.getLong();
        int metaLength = in.getInt();
        KvMeta meta = null;
        if (metaLength != NO_META) {
            meta = MetaText.read(stored, 12, 12 + metaLength, "state");
        }
        return new SeqV(seq, meta, Bytes.of(Arrays.copyOfRange(stored, 12 + Math.max(0, metaLength), stored.length)));
    }
}
