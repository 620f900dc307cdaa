package io.metash.files;

import io.metash.record.BlockInput;
import io.metash.record.Cancel;
import io.metash.record.FileInput;
import io.metash.record.PathName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/**
 * A FIFO or a device whose reader can be cancelled while it waits for a writer or for data. Java cannot do that: its
 * reads of a FIFO end with the data only, and a read left to another thread would take data from the next reader.
 */
public final class PipeInput extends BlockInput {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int POLL_MS = 50;

    private final Path file;
    private final int fd;
    private final Supplier<Cancel> cancel;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean closed;

    private PipeInput(Path file, int fd, Supplier<Cancel> cancel) {
        this.file = file;
        this.fd = fd;
        this.cancel = cancel;
    }

    /**
     * Opens a file argument like {@link FileInput#open}.
     *
     * @param cancel supplies the token of the reading command; a read then fails with status 130
     */
    public static InputStream open(Path file, Supplier<Cancel> cancel) throws IOException {
        if (Files.exists(PathName.require(file))
                && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            return new PipeInput(file, LinuxCalls.openPipe(file), cancel);
        }
        return FileInput.open(file);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (closed) {
            throw new IOException("closed: " + file);
        }
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            fill();
        }
        if (end < 0) {
            end = at;
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, from, count);
        at += count;
        return count;
    }

    /** Waits for data; leaves {@code end} negative at the end of the pipe. */
    private void fill() throws IOException {
        at = 0;
        end = 0;
        while (end == 0) {
            cancel.get().check();
            if (LinuxCalls.readable(fd, POLL_MS)) {
                end = LinuxCalls.read(fd, buffer, file);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LinuxCalls.close(fd);
        }
    }
}
