package io.metash.upgrade;

import java.nio.charset.StandardCharsets;

/** Finds the expiry of a key in its line without parsing it; supports only lines in the usual form. */
final class ExpiryScanner {
    private static final byte[] KEY = ascii("{\"key\":\"");
    private static final byte[] SEQ = ascii("\",\"value\":{\"seq\":");
    private static final byte[] META = ascii(",\"meta\":");
    private static final byte[] NONE = ascii("null,");
    private static final byte[] EXPIRE_AT = ascii("{\"expire_at\":");
    private static final byte[] NO_EXPIRY = ascii("null}");
    private static final int MAX_DIGITS = 18;

    private byte[] text = new byte[0];
    private int at;
    private int end;
    private long number;
    private long seq;
    private boolean expires;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Scans a key whose content starts at a position.
     *
     * @param keyBytes the length of the key, which has no escapes
     * @return whether the line is in the usual form
     */
    boolean scan(byte[] line, int contentAt, int keyBytes, int to) {
        text = line;
        at = contentAt + KEY.length + keyBytes;
        end = to;
        expires = false;
        if (!skip(SEQ) || !number()) {
            return false;
        }
        seq = number;
        if (!skip(META)) {
            return false;
        }
        if (skip(NONE)) {
            return true;
        }
        if (!skip(EXPIRE_AT)) {
            return false;
        }
        if (skip(NO_EXPIRY)) {
            return true;
        }
        expires = number();
        return expires;
    }

    private boolean skip(byte[] exact) {
        if (end - at < exact.length) {
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

    private boolean number() {
        int start = at;
        number = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + text[at++] - '0';
        }
        return at > start && at - start <= MAX_DIGITS;
    }

    boolean expires() {
        return expires;
    }

    /** The expiry as written. */
    long expireAt() {
        return number;
    }

    long seq() {
        return seq;
    }
}
