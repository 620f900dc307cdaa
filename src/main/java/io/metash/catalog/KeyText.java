package io.metash.catalog;

import io.metash.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Parts of keys as text: names with their escapes, ids in digits (keyspace 1). */
public final class KeyText {
    private static final int MOST_DIGITS = 20;
    private static final String HEX = "0123456789abcdef";

    private KeyText() {}

    /** The key of what a tenant calls so; the tenant's segment is escaped already, the name is not. */
    static Bytes key(String prefix, byte[] tenantSegment, byte[] name) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(prefix.length() + tenantSegment.length + name.length + 8);
        key.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
        key.write('/');
        key.writeBytes(tenantSegment);
        key.write('/');
        for (byte b : name) {
            if (b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_') {
                key.write(b);
            } else {
                key.write('%');
                key.write(HEX.charAt(b >> 4 & 15));
                key.write(HEX.charAt(b & 15));
            }
        }
        return Bytes.of(key.toByteArray());
    }

    /** The number that stands in decimal digits from a byte on, u64; null when there is none. */
    public static Long id(byte[] text, int from) {
        if (from >= text.length || text.length - from > MOST_DIGITS) {
            return null;
        }
        long id = 0;
        for (int i = from; i < text.length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            id = id * 10 + digit;
        }
        return id;
    }
}
