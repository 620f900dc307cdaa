package io.metash.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingInputStream;

/**
 * The keyboard input in typing order. While a line is edited, Ctrl-C is a byte in the stream and interrupts the read in
 * order; as a signal it would overtake keys typed before it or discard keys typed after it.
 */
final class KeyboardStream extends NonBlockingInputStream {
    static final int CTRL_C = 3;

    private final NonBlockingInputStream device;
    private byte[] early = new byte[0];
    private int at;
    private volatile boolean keyed;

    KeyboardStream(NonBlockingInputStream device) {
        this.device = device;
    }

    /** Sets whether Ctrl-C arrives as a byte. */
    void interruptsByKey(boolean byKey) {
        keyed = byKey;
    }

    @Override
    public int read(long timeout, boolean isPeek) throws IOException {
        int key = next(timeout, isPeek);
        if (key == CTRL_C && keyed) {
            if (isPeek) {
                next(timeout, false);
            }
            throw new InterruptedIOException("Ctrl-C");
        }
        return key;
    }

    private int next(long timeout, boolean isPeek) throws IOException {
        if (at == early.length) {
            return device.read(timeout, isPeek);
        }
        int key = early[at] & 0xff;
        if (!isPeek) {
            at++;
        }
        return key;
    }

    /** Returns bytes to the front of the stream. */
    void unread(byte[] bytes) {
        byte[] all = new byte[bytes.length + early.length - at];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(early, at, all, bytes.length, early.length - at);
        early = all;
        at = 0;
    }

    /**
     * Reads the available bytes. Returns whether they include a Ctrl-C, which is discarded together with the bytes
     * before it.
     */
    boolean readAhead(InputStream in) throws IOException {
        byte[] more = in.readNBytes(in.available());
        byte[] all = new byte[early.length - at + more.length];
        System.arraycopy(early, at, all, 0, early.length - at);
        System.arraycopy(more, 0, all, early.length - at, more.length);
        early = all;
        at = 0;
        boolean interrupted = false;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == CTRL_C) {
                interrupted = true;
                at = i + 1;
            }
        }
        return interrupted;
    }
}
