package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sort key of a row as bytes: the index of a log entry, time and number of an expiry row, or a key. */
final class RowKey {
    private static final byte[] LOGS = ascii("{\"key\":");
    private static final byte[] EXPIRE = ascii("{\"key\":{\"time_ms\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] KEY = ascii("{\"key\":\"");
    private static final int MAX_DIGITS = 18;

    private byte[] bytes = new byte[64];
    private int length;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Reads the key of a row from its content's position; false when it is not in the usual form. */
    boolean read(LineKind kind, byte[] text, int at, int end) {
        return switch (kind) {
            case LOGS -> starts(LOGS, text, at, end) && number(text, at + LOGS.length, end, 0) > 0;
            case EXPIRE -> expire(text, at, end);
            default -> starts(KEY, text, at, end) && text(text, at + KEY.length, end);
        };
    }

    private boolean expire(byte[] text, int at, int end) {
        if (!starts(EXPIRE, text, at, end)) {
            return false;
        }
        int digits = number(text, at + EXPIRE.length, end, 0);
        return digits > 0 && starts(SEQ, text, digits, end) && number(text, digits + SEQ.length, end, Long.BYTES) > 0;
    }

    private static boolean starts(byte[] with, byte[] text, int at, int end) {
        if (end - at < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (text[at + i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** Encodes a number into the key; returns the position after it, or -1 when it is too long for the fast path. */
    private int number(byte[] text, int from, int end, int into) {
        long value = 0;
        int at = from;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + text[at++] - '0';
        }
        if (at == from || at - from > MAX_DIGITS) {
            return -1;
        }
        put(value, into);
        return at;
    }

    private void put(long value, int into) {
        ByteBuffer.wrap(bytes).putLong(into, value);
        length = into + Long.BYTES;
    }

    /** Copies a text without escapes. */
    private boolean text(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] != '"') {
            if (text[at] == '\\') {
                return false;
            }
            at++;
        }
        if (at == end) {
            return false;
        }
        set(text, from, at - from);
        return true;
    }

    private void set(byte[] from, int at, int count) {
        if (bytes.length < count) {
            bytes = new byte[2 * count];
        }
        System.arraycopy(from, at, bytes, 0, count);
        length = count;
    }

    /** Reads the key of a parsed row. */
    void read(StoreLine line, int at) {
        JsonObject content = line.fields().orElseThrow(() -> new BadText(at, "expected an object with key and value"));
        Object key = content.get("key");
        if (line.kind() == LineKind.LOGS) {
            put(StoreLine.unsigned(key, at), 0);
        } else if (line.kind() == LineKind.EXPIRE) {
            if (!(key instanceof JsonObject fields)) {
                throw new BadText(at, "expected time_ms and seq in the key of an Expire record");
            }
            put(StoreLine.unsigned(fields.get("time_ms"), at), 0);
            put(StoreLine.unsigned(fields.get("seq"), at), Long.BYTES);
        } else {
            byte[] decoded = decoded(key, at);
            set(decoded, 0, decoded.length);
        }
    }

    private static byte[] decoded(@Nullable Object key, int at) {
        if (!(key instanceof JsonObject.Text written)) {
            throw new BadText(at, "expected a string as the key");
        }
        byte[] text = written.bytes();
        try {
            return ((Bytes) Objects.requireNonNull(JsonText.read(Shape.Plain.KEY, text, 0, text.length, "key")))
                    .array();
        } catch (Failure bad) {
            throw new BadText(at, bad.what());
        }
    }
}
