package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowValueTest {
    @Test
    void everyMetaHasItsBytes() {
        assertEquals("\1\4null\3abc", text("null", "abc"));
        both(text("null", "abc"), new RowValue(null, Bytes.utf8("abc")));
        both(text("{}", ""), new RowValue(new KvMeta(null, null), Bytes.EMPTY));
        both(text("{\"expire_at\":5000000}", "x"), new RowValue(new KvMeta(5000000L, null), Bytes.utf8("x")));
        both(text("{\"proposed_at_ms\":17}", "x"), new RowValue(new KvMeta(null, 17L), Bytes.utf8("x")));
        both(
                text("{\"expire_at\":18446744073709551615,\"proposed_at_ms\":2}", "x"),
                new RowValue(new KvMeta(-1L, 2L), Bytes.utf8("x")));
        both(
                text("{\"expire_at\":9,\"p\":1}", "x"),
                new RowValue(
                        new KvMeta(9L, null, new UnknownFields(List.of(new UnknownFields.Field("p", BigInteger.ONE)))),
                        Bytes.utf8("x")));
    }

    private static String text(String meta, String data) {
        return "\1" + (char) meta.length() + meta + (char) data.length() + data;
    }

    @Test
    void valuesAbove250BytesRoundTrip() {
        for (int length : new int[] {250, 251, 65535, 65536, 1 << 20}) {
            RowValue value = new RowValue(null, Bytes.of(new byte[length]));
            byte[] bytes = value.bytes();
            int varint = length <= 250 ? 1 : length <= 65535 ? 3 : 5;
            assertEquals(6 + varint + length, bytes.length);
            assertEquals(value, RowValue.parse(bytes, "row"));
        }
    }

    @Test
    void anEmptyExpiryOfOlderSnapshotsIsAccepted() {
        assertEquals(
                new RowValue(new KvMeta(null, null), Bytes.utf8("x")),
                RowValue.parse(bytes(text("{\"expire_at\":null}", "x")), "row"));
    }

    @Test
    void damageIsRefused() {
        assertEquals("its version is 2, expected 1", refused("\2\4null\0"));
        assertEquals("it is empty", refused(""));
        assertEquals("2 extra bytes follow its data", refused("\1\4null\1xyz"));
        assertEquals("its data has a length of 9 bytes, but only 1 remain", refused("\1\4null\11x"));
        assertEquals("its meta has a length of 4 bytes, but only 3 remain", refused("\1\4nul"));
        assertEquals("a length in it is truncated or invalid", refused("\1\4null"));
        assertEquals("a length in it is truncated or invalid", refused("\1\4null\u00fb\1"));
        assertEquals("a length in it is truncated or invalid", refused("\1\4null\u00fe\1\1\1"));
    }

    private static String refused(String latin1) {
        Failure failure = assertThrows(Failure.class, () -> RowValue.parse(bytes(latin1), "t.snap, row k"));
        assertEquals(ExitStatus.DAMAGED, failure.status());
        assertEquals("t.snap, row k", failure.where());
        return failure.why();
    }

    private static void both(String latin1, RowValue value) {
        assertArrayEquals(bytes(latin1), value.bytes());
        assertEquals(value, RowValue.parse(bytes(latin1), "row"));
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
