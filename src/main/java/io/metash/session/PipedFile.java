package io.metash.session;

import io.metash.files.PipeInput;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.storage.ObjectInfo;
import io.metash.storage.RandomReader;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The content of a FIFO, a process substitution or {@code /dev/stdin}. It can be read only once, so its bytes are
 * copied to a scratch file, which is unlinked once open and disappears with its last reference.
 */
public final class PipedFile implements StoredFile {
    private static final int PIECE_BYTES = 256 << 10;

    private final Path pipe;
    private final FileChannel copy;
    private final long bytes;

    private PipedFile(Path pipe, FileChannel copy) throws IOException {
        this.pipe = pipe;
        this.copy = copy;
        this.bytes = copy.size();
    }

    /** Whether a path can be read only once. */
    public static boolean isAt(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** Reads a pipe as {@link #copy} does. */
    public static StoredFile read(Path pipe, CacheDirectory cache, Cancel cancel) throws IOException {
        Path scratch = cache.scratch().resolve("piped-" + UUID.randomUUID());
        FileChannel channel = IndexDirectory.create(scratch, StandardOpenOption.DELETE_ON_CLOSE);
        try (InputStream in = PipeInput.open(pipe, () -> cancel)) {
            copy(in, channel, cancel);
            return new PipedFile(pipe, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Checks the first byte of an input and the length of its lines. */
    private static final class Start {
        /** First bytes of texts: a row, a byte order mark, a blank line. */
        private static final String TEXT = "[\u00ef\r\n";

        /** First bytes of gzip and zstd. */
        private static final String PACKED = "\u001f(";

        private boolean read;
        private boolean text;
        private long lineBytes;

        /** Whether the bytes after a piece can matter to a reader, which reports the error in those before. */
        boolean mayContinue(byte[] piece, int count) {
            if (!read && count > 0) {
                read = true;
                int first = piece[0] & 0xff;
                text = TEXT.indexOf(first) >= 0;
                // Skippable frames of zstd start with 0x50 to 0x5f.
                if (!text && PACKED.indexOf(first) < 0 && first >> 4 != 5) {
                    return false;
                }
            }
            int at = count - 1;
            while (at >= 0 && piece[at] != '\n') {
                at--;
            }
            if (at >= 0) {
                lineBytes = 0;
            }
            lineBytes += count - 1 - at;
            return !text || lineBytes <= NdjsonSource.LONGEST_LINE_BYTES;
        }
    }

    /**
     * Copies an input to its end, or as far as it can be an export: a device may never end, and its copy would fill
     * the disk. The reader of the copy reports the error at its end.
     */
    public static void copy(InputStream in, WritableByteChannel to, Cancel cancel) throws IOException {
        Start start = new Start();
        byte[] piece = new byte[PIECE_BYTES];
        int count = in.read(piece);
        while (count >= 0) {
            cancel.check();
            ByteBuffer left = ByteBuffer.wrap(piece, 0, count);
            while (left.hasRemaining()) {
                to.write(left);
            }
            if (!start.mayContinue(piece, count)) {
                return;
            }
            count = in.read(piece);
        }
    }

    @Override
    public String name() {
        return pipe.getFileName().toString();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean regular() {
        return true;
    }

    @Override
    public ObjectInfo info() {
        return new ObjectInfo(name(), bytes, 0, "");
    }

    @Override
    public InputStream open() {
        return new FileBytesStream(FileBytes.of(openRandom()), 0);
    }

    @Override
    public RandomReader openRandom() {
        return new RandomReader() {
            @Override
            public long size() {
                return bytes;
            }

            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return copy.read(into, position);
            }

            @Override
            public void close() {
                // The copy stays open for the next reader.
            }
        };
    }

    /** A pipe has no neighboring files. */
    @Override
    public StoredFile withSuffix(String suffix) {
        return StoredFile.of(pipe.resolveSibling(pipe.getFileName() + suffix));
    }

    @Override
    public StoredFile resolved() {
        return this;
    }

    @Override
    public String absolute() {
        return pipe.toAbsolutePath().normalize().toString();
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return pipe.toString();
    }
}
