package io.metash.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.jline.utils.NonBlockingInputStream;

/**
 * The keys of a terminal device whose reads end after a tenth of a second without a key. JLine's stream sets this mode
 * before a read, so a read at the end of the process would change the terminal that was just restored.
 */
final class DeviceInput extends NonBlockingInputStream {
    private static final int NONE = -1;

    private final InputStream device;
    private int peeked = NONE;

    DeviceInput(InputStream device) {
        this.device = device;
    }

    @Override
    public int read(long timeoutMs, boolean isPeek) throws IOException {
        long startNs = System.nanoTime();
        int key = peeked;
        while (key == NONE) {
            key = device.read();
            if (Thread.interrupted()) {
                peeked = key;
                throw new InterruptedIOException();
            }
            long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            if (key == NONE && timeoutMs > 0 && waitedMs > timeoutMs) {
                return READ_EXPIRED;
            }
        }
        peeked = NONE;
        if (isPeek) {
            peeked = key;
        }
        return key;
    }
}
