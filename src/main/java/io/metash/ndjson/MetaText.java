package io.metash.ndjson;

import io.metash.record.KvMeta;
import io.metash.record.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * JSON text of the meta of a value. Every key has one, nearly always in one of four forms; these have a fast path, all
 * others are driven by the shape.
 */
public final class MetaText {
    private static final byte[] EXPIRE = Lines.ascii("{\"expire_at\":");
    private static final byte[] PROPOSED = Lines.ascii("{\"proposed_at_ms\":");
    private static final byte[] AND_PROPOSED = Lines.ascii(",\"proposed_at_ms\":");
    private static final int MAX_DIGITS = 18;

    private MetaText() {}

    /** Writes a meta. */
    public static void write(KvMeta meta, JsonOut out) {
        if (!meta.extra().isEmpty()) {
            JsonText.write(Shapes.KV_META, meta, out);
            return;
        }
        if (meta.expireAt() != null) {
            out.raw(EXPIRE).unsigned(meta.expireAt());
            if (meta.proposedAtMs() != null) {
                out.raw(AND_PROPOSED).unsigned(meta.proposedAtMs());
            }
        } else if (meta.proposedAtMs() != null) {
            out.raw(PROPOSED).unsigned(meta.proposedAtMs());
        } else {
            out.put('{');
        }
        out.put('}');
    }

    /** Parses the meta in a range of bytes; {@code where} is for messages. */
    public static @Nullable KvMeta read(byte[] text, int from, int to, String where) {
        Scan scan = new Scan(text, from, to);
        KvMeta meta = scan.meta();
        if (meta != null && scan.at == to) {
            return meta;
        }
        return (KvMeta) JsonText.read(Shapes.KV_META, text, from, to, where);
    }

    /** Parses a meta at a position. {@code at} is the position after it, undefined when the result is null. */
    static final class Scan {
        private final byte[] text;
        private final int to;
        private int at;

        Scan(byte[] text, int from, int to) {
            this.text = text;
            this.at = from;
            this.to = to;
        }

        int at() {
            return at;
        }

        /** The meta, or null when it is in none of the common forms. */
        @Nullable
        KvMeta meta() {
            Long expireAt = null;
            Long proposedAtMs = null;
            if (skip(EXPIRE)) {
                expireAt = number();
                if (expireAt == null) {
                    return null;
                }
                if (skip(AND_PROPOSED)) {
                    proposedAtMs = number();
                    if (proposedAtMs == null) {
                        return null;
                    }
                }
            } else if (skip(PROPOSED)) {
                proposedAtMs = number();
                if (proposedAtMs == null) {
                    return null;
                }
            } else if (at < to && text[at] == '{') {
                at++;
            }
            if (at >= to || text[at] != '}') {
                return null;
            }
            at++;
            return new KvMeta(expireAt, proposedAtMs);
        }

        private boolean skip(byte[] exact) {
            if (to - at < exact.length) {
                return false;
            }
            for (int i = 0; i < exact.length; i++) {
                if (text[at + i] != exact[i]) {
                    return false;
                }
            }
            at += exact.length;
            return true;
        }

        /** Parses a number in its usual form; larger ones are left to the general parser. */
        private @Nullable Long number() {
            int start = at;
            long value = 0;
            while (at < to && text[at] >= '0' && text[at] <= '9') {
                value = value * 10 + text[at++] - '0';
            }
            boolean plain = at > start && at - start <= MAX_DIGITS && (text[start] != '0' || at - start == 1);
            if (plain) {
                return value;
            }
            return null;
        }
    }
}
