package io.metash.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a file name among metash commands that rename several files for it: a file {@code .NAME.metash-lock}
 * that its holder removes. Waits for another holder. On a file system without locks, no lock is taken.
 */
public final class NameLock implements Closeable {
    /** File locks exclude other processes only. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private final Path file;
    private final @Nullable FileChannel channel;

    private NameLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Locks the name of a file in an existing directory; the file need not exist. */
    public static NameLock acquire(Path target) throws IOException {
        Path file = target.resolveSibling("." + target.getFileName() + ".metash-lock");
        HERE.lock();
        try {
            while (true) {
                FileChannel channel = open(file);
                if (!locks(channel)) {
                    channel.close();
                    Files.deleteIfExists(file);
                    return new NameLock(file, null);
                }
                // The last holder may have removed the file between opening and locking it.
                if (marked(channel, file)) {
                    return new NameLock(file, channel);
                }
                channel.close();
            }
        } catch (AccessDeniedException ofAnotherUser) {
            return new NameLock(file, null);
        } catch (IOException | RuntimeException failed) {
            HERE.unlock();
            throw failed;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static boolean locks(FileChannel channel) {
        try {
            FileLock lock = channel.lock();
            return lock.isValid();
        } catch (IOException unsupported) {
            return false;
        }
    }

    private static boolean marked(FileChannel channel, Path file) throws IOException {
        byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(mark), 0);
        try {
            return Arrays.equals(mark, Files.readAllBytes(file));
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                Files.deleteIfExists(file);
                channel.close();
            }
        } finally {
            HERE.unlock();
        }
    }
}
