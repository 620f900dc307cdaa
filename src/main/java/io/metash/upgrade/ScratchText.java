package io.metash.upgrade;

import io.metash.files.DeleteOnExit;
import io.metash.record.BlockInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A re-readable text of a legacy store: a user's file, or a scratch copy. A copy is readable only by its owner (0600)
 * and is deleted when it is closed or the process ends.
 */
final class ScratchText implements Closeable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private ScratchText(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates an empty copy in a directory. */
    static ScratchText create(Path directory) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.DELETE_ON_CLOSE);
        Path file = directory.resolve("metash-lift-" + UUID.randomUUID());
        return DeleteOnExit.beforeExit(() -> {
            Files.createDirectories(directory);
            return new ScratchText(FileChannel.open(file, options, MODE_0600));
        });
    }

    /** Wraps a file that does not change. */
    static ScratchText of(Path file) throws IOException {
        return new ScratchText(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Appends bytes to a copy. */
    void append(byte[] from, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, buffer.remaining());
            buffer.put(from, at + done, count);
            done += count;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    /** Makes appended text readable. */
    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Reads a range; closing the stream leaves the text open. */
    InputStream read(long from, long to) {
        return new BlockInput() {
            private long position = from;

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int most = (int) Math.min(length, to - position);
                if (most == 0) {
                    if (length == 0) {
                        return 0;
                    }
                    return -1;
                }
                int count = channel.read(ByteBuffer.wrap(into, at, most), position);
                position += Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
