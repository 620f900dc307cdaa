package io.metash.raftdir;

import io.metash.record.Bytes;
import io.metash.record.U64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The two key spaces of snapshot rows (raft-dir-v004 §3.4): {@code exp-/TIME/SEQ}, both numbers with 20 digits, and
 * {@code kv--/} before a user's key. Rows are sorted by these bytes, so all expiry rows precede all keys.
 */
public final class RowKeys {
    /** The prefix of expiry rows. */
    public static final Bytes EXPIRE = Bytes.utf8("exp-/");
    /** The prefix of users' keys. */
    public static final Bytes USER = Bytes.utf8("kv--/");

    private static final int DIGITS = 20;
    private static final int PREFIX = 5;
    private static final int SECOND = PREFIX + DIGITS + 1;
    private static final int EXPIRE_LENGTH = SECOND + DIGITS;

    private RowKeys() {}

    /** The row key of a user's key. */
    public static byte[] user(Bytes key) {
        byte[] row = new byte[PREFIX + key.length()];
        System.arraycopy(USER.array(), 0, row, 0, PREFIX);
        System.arraycopy(key.array(), 0, row, PREFIX, key.length());
        return row;
    }

    /** The row key of an expiry: time in milliseconds since the epoch and sequence number, both u64. */
    public static byte[] expire(long timeMs, long seq) {
        byte[] row = Arrays.copyOf(EXPIRE.array(), EXPIRE_LENGTH);
        digits(timeMs, row, PREFIX);
        row[SECOND - 1] = '/';
        digits(seq, row, SECOND);
        return row;
    }

    /** Whether the row is a user's. */
    public static boolean isUser(byte[] row) {
        return startsWith(row, USER);
    }

    /** Whether the row is a well-formed expiry. */
    public static boolean isExpire(byte[] row) {
        return row.length == EXPIRE_LENGTH
                && startsWith(row, EXPIRE)
                && row[SECOND - 1] == '/'
                && isU64(row, PREFIX)
                && isU64(row, SECOND);
    }

    /** The user's key of a user row. */
    public static Bytes userKey(byte[] row) {
        return Bytes.of(Arrays.copyOfRange(row, PREFIX, row.length));
    }

    /** The time of an expiry row, milliseconds since the epoch, u64. */
    public static long timeMs(byte[] row) {
        return number(row, PREFIX);
    }

    /** The sequence number of an expiry row, u64. */
    public static long seq(byte[] row) {
        return number(row, SECOND);
    }

    /** The first key above all keys with {@code prefix}, or null when there is none. */
    public static byte @Nullable [] after(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return next;
    }

    private static boolean startsWith(byte[] row, Bytes prefix) {
        return row.length >= PREFIX && Arrays.equals(row, 0, PREFIX, prefix.array(), 0, PREFIX);
    }

    private static void digits(long number, byte[] row, int from) {
        long rest = number;
        for (int i = from + DIGITS - 1; i >= from; i--) {
            row[i] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        }
    }

    private static boolean isU64(byte[] row, int from) {
        for (int i = from; i < from + DIGITS; i++) {
            if (row[i] < '0' || row[i] > '9') {
                return false;
            }
        }
        return text(row, from).compareTo("18446744073709551615") <= 0;
    }

    private static long number(byte[] row, int from) {
        return U64.parse(text(row, from));
    }

    private static String text(byte[] row, int from) {
        return new String(row, from, DIGITS, StandardCharsets.US_ASCII);
    }
}
