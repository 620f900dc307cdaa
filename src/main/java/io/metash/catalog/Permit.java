package io.metash.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A semaphore permit (values §5).
 *
 * @param holder the holder
 * @param permits the number of permits held, u64
 */
public record Permit(String holder, long permits) {
    private static final byte FORMAT = 1;
    private static final int FIXED_BYTES = 1 + Integer.BYTES + Long.BYTES;

    /** Parses a stored permit; empty for other bytes. */
    public static Optional<Permit> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < FIXED_BYTES || in.get() != FORMAT) {
            return Optional.empty();
        }
        if (in.getInt() != bytes.length - FIXED_BYTES) {
            return Optional.empty();
        }
        ByteBuffer holder = in.slice().limit(bytes.length - FIXED_BYTES);
        long permits = in.getLong(bytes.length - Long.BYTES);
        return KeyEscape.strictUtf8(holder).map(name -> new Permit(name, permits));
    }

    /** Encodes the permit. */
    byte[] bytes() {
        byte[] name = holder.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + name.length)
                .put(FORMAT)
                .putInt(name.length)
                .put(name)
                .putLong(permits)
                .array();
    }

    void write(JsonSink out) {
        out.beginObject();
        out.name("holder");
        out.text(holder);
        out.name("permits");
        out.unsigned(permits);
        out.endObject();
    }
}
