package io.metash.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingInputStream;

/**
 * The bytes of the keyboard, in the order in which they were typed. While a line is edited Ctrl-C is one of them and interrupts
 * the read at its place; as a signal it would overtake the keys before it or drop the keys after it.
 */
final class KeyStream extends NonBlockingInputStream {
    static final int CTRL_C = 3;

    private final NonBlockingInputStream device;
    private byte[] early = new byte[0];
    private int at;
    private volatile boolean keyed;

    KeyStream(NonBlockingInputStream device) {
        this.device = device;
    }

    /** Whether Ctrl-C comes as a byte from now on. */
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

    /** Reads the bytes that are there now. Returns whether a Ctrl-C is among them; it and what was typed before it are dropped. */
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
