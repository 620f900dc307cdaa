package io.metash.session;

import io.metash.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Chooses the prefix to request from a service so that the answer contains a range. */
final class ListablePrefix {
    /** A prefix that ends in this character misleads a server (meta-service-api §4.3). */
    private static final byte[] BAD_END = "\uD7FF".getBytes(StandardCharsets.UTF_8);

    private ListablePrefix() {}

    /** Returns the longest valid text that is a prefix of all keys in the range. */
    static Bytes of(KeyRange range) {
        byte[] from = range.from().array();
        for (int length = from.length; length > 0; length--) {
            Bytes prefix = Bytes.of(Arrays.copyOf(from, length));
            if (holds(prefix, range.to()) && isText(prefix) && !endsInUnsafeCharacter(prefix)) {
                return prefix;
            }
        }
        return Bytes.EMPTY;
    }

    private static boolean holds(Bytes prefix, @Nullable Bytes to) {
        Bytes end = KeyRange.successor(prefix);
        return end == null || to != null && to.compareTo(end) <= 0;
    }

    private static boolean isText(Bytes prefix) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(prefix.array()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean endsInUnsafeCharacter(Bytes prefix) {
        byte[] text = prefix.array();
        int at = text.length - BAD_END.length;
        return at >= 0 && Arrays.equals(text, at, text.length, BAD_END, 0, BAD_END.length);
    }
}
