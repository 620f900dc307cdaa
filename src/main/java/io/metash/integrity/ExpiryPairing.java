package io.metash.integrity;

import io.metash.record.KvMeta;
import io.metash.record.MetaRecord;

/**
 * Checks in constant memory that every Expire record has its key and the reverse: sums hashes of (time, sequence
 * number, key) on both sides, which are equal when the pairs match, in any order.
 */
final class ExpiryPairing {
    private long expires;
    private long expiring;
    private long expireSum;
    private long expiringSum;

    void expire(MetaRecord.Expire expire) {
        expires++;
        expireSum += hash(expire.timeMs(), expire.seq(), expire.key().hashCode());
    }

    void key(MetaRecord.Kv kv) {
        KvMeta meta = kv.value().meta();
        if (meta != null && meta.expireAt() != null) {
            expiring++;
            expiringSum += hash(
                    KvMeta.toMillis(meta.expireAt()), kv.value().seq(), kv.key().hashCode());
        }
    }

    boolean equal() {
        return expires == expiring && expireSum == expiringSum;
    }

    String words() {
        return expires + " Expire records, " + expiring + " keys that expire";
    }

    /** Whether there are Expire records or expiring keys. */
    boolean any() {
        return expires > 0 || expiring > 0;
    }

    private static long hash(long timeMs, long seq, int key) {
        long h = timeMs * 0x9E3779B97F4A7C15L + seq * 0xC2B2AE3D27D4EB4FL + key * 0x165667B19E3779F9L;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }
}
