package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import org.junit.jupiter.api.Test;

class RowKeysTest {
    @Test
    void expiryRowsRoundTrip() {
        byte[] row = RowKeys.expire(1667291025000L, 157);
        assertEquals("exp-/00000001667291025000/00000000000000000157", text(row));
        assertTrue(RowKeys.isExpire(row));
        assertFalse(RowKeys.isUser(row));
        assertEquals(1667291025000L, RowKeys.timeMs(row));
        assertEquals(157, RowKeys.seq(row));
    }

    @Test
    void numbersAreUnsigned() {
        byte[] row = RowKeys.expire(-1, -2);
        assertEquals("exp-/18446744073709551615/18446744073709551614", text(row));
        assertTrue(RowKeys.isExpire(row));
        assertEquals(-1, RowKeys.timeMs(row));
        assertEquals(-2, RowKeys.seq(row));
    }

    @Test
    void malformedExpiryRowsAreNotRecognised() {
        assertFalse(RowKeys.isExpire(bytes("exp-/18446744073709551616/00000000000000000157")));
        assertFalse(RowKeys.isExpire(bytes("exp-/0000000166729102500x/00000000000000000157")));
        assertFalse(RowKeys.isExpire(bytes("exp-/00000001667291025000/0000000000000000157")));
        assertFalse(RowKeys.isExpire(bytes("exp-/")));
    }

    @Test
    void userRowsRoundTrip() {
        byte[] row = RowKeys.user(Bytes.utf8("__fd_table/9/t\u00fc"));
        assertEquals("kv--/__fd_table/9/t\u00fc", text(row));
        assertTrue(RowKeys.isUser(row));
        assertEquals(Bytes.utf8("__fd_table/9/t\u00fc"), RowKeys.userKey(row));
        assertEquals(Bytes.EMPTY, RowKeys.userKey(RowKeys.user(Bytes.EMPTY)));
    }

    @Test
    void prefixEndFollowsEveryKey() {
        assertArrayEquals(bytes("kv--0"), RowKeys.after(bytes("kv--/")));
        assertArrayEquals(new byte[] {2}, RowKeys.after(new byte[] {1, (byte) 0xFF}));
        assertNull(RowKeys.after(new byte[] {(byte) 0xFF}));
    }

    private static byte[] bytes(String text) {
        return Bytes.utf8(text).array();
    }

    private static String text(byte[] bytes) {
        return Bytes.of(bytes).text();
    }
}
