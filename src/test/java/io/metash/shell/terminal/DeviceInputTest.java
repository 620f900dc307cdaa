package io.metash.shell.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jline.utils.NonBlockingInputStream;
import org.junit.jupiter.api.Test;

/** Reads of a device that returns -1 if no key arrives within a tenth of a second. */
class DeviceInputTest {
    private static DeviceInput keys(int... answers) {
        Queue<Integer> left = new ArrayDeque<>(IntStream.of(answers).boxed().toList());
        return new DeviceInput(new InputStream() {
            @Override
            public int read() {
                Integer next = left.poll();
                if (next == null) {
                    return -1;
                }
                return next;
            }
        });
    }

    @Test
    void aReadWaitsForTheKey() throws IOException {
        DeviceInput keys = keys(-1, -1, 'a', 'b');
        assertEquals('a', keys.read());
        assertEquals('b', keys.read());
    }

    @Test
    void aPeekConsumesNothing() throws IOException {
        DeviceInput keys = keys(-1, 'a', 'b');
        assertEquals('a', keys.peek(0));
        assertEquals('a', keys.peek(1));
        assertEquals('a', keys.read());
        assertEquals('b', keys.read());
    }

    @Test
    void aReadWithATimeoutEndsWithoutAKey() throws IOException {
        assertEquals(NonBlockingInputStream.READ_EXPIRED, keys().read(1));
    }

    @Test
    void anInterruptLosesNoKey() throws IOException {
        DeviceInput keys = keys('a');
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, keys::read);
        assertEquals('a', keys.read());
    }
}
