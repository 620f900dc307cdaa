package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a file name among metash commands that rename several files for it: a file {@code .NAME.metash-lock}
 * that its holder removes. Waits a minute for another holder. On a file system without locks, no lock is taken.
 */
public final class NameLock implements Closeable {
    /** File locks exclude other processes only. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private static final int ATTEMPTS = 3000;
    private static final long PAUSE_MS = 20;

    /** A lock file that belongs to another user. */
    private static final class ForeignLock extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Path file;
    private final @Nullable FileChannel channel;

    private NameLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks the name of a file in an existing directory; the file need not exist.
     *
     * @throws Failure with status 6 when another command keeps the lock, or another file has the name of the lock
     */
    public static NameLock acquire(Path target) throws IOException {
        return acquire(target, ATTEMPTS);
    }

    static NameLock acquire(Path target, int attempts) throws IOException {
        Path file = target.resolveSibling("." + target.getFileName() + ".metash-lock");
        HERE.lock();
        try {
            for (int attempt = 1; attempt <= attempts; attempt++) {
                Optional<NameLock> lock = attempt(file);
                if (lock.isPresent()) {
                    return lock.get();
                }
                pause();
            }
            throw kept(target, file);
        } catch (AccessDeniedException e) {
            // Writing the files fails with its own message.
            return new NameLock(file, null);
        } catch (IOException | RuntimeException failed) {
            HERE.unlock();
            throw failed;
        }
    }

    /** Locks the file if no other process holds it. */
    private static Optional<NameLock> attempt(Path file) throws IOException {
        FileLock.requireLockFile(file);
        try {
            create(file);
            Map<String, Object> opened = identity(file);
            return locked(open(file), file, opened);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        } catch (ForeignLock foreign) {
            requireHolder(file);
            return Optional.empty();
        }
    }

    private static FileChannel open(Path file) throws IOException, ForeignLock {
        try {
            return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        } catch (AccessDeniedException e) {
            throw new ForeignLock();
        }
    }

    /** Rejects a lock of another user that no process of this machine holds; it cannot be locked to be sure. */
    private static void requireHolder(Path file) throws IOException {
        if (LockProbe.javaHolder(file).isPresent()) {
            return;
        }
        String owner;
        try {
            owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (NoSuchFileException removed) {
            return;
        }
        throw Failure.of(ExitStatus.REFUSED, "a metash command of another user was killed while it wrote this file")
                .at(file.toString())
                .because("its lock belongs to " + owner + ", and no process of this machine holds it")
                .next("if no command of that user is running on another machine, remove it: rm " + ShellWord.of(file));
    }

    private static Optional<NameLock> locked(FileChannel channel, Path file, Map<String, Object> opened)
            throws IOException {
        boolean held = false;
        try {
            // The last holder may have removed the file between opening and locking it.
            held = channel.tryLock() != null && identity(file).equals(opened);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        } catch (IOException unsupported) {
            Files.deleteIfExists(file);
            return Optional.of(new NameLock(file, null));
        } finally {
            if (!held) {
                close(channel);
            }
        }
        return held ? Optional.of(new NameLock(file, channel)) : Optional.empty();
    }

    /** The file's identity, from its name: closing a second descriptor would release the lock of the process. */
    private static Map<String, Object> identity(Path file) throws IOException {
        return Files.readAttributes(file, "unix:dev,ino,ctime", LinkOption.NOFOLLOW_LINKS);
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException exists) {
            return;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a lock");
        }
    }

    private static Failure kept(Path target, Path file) throws IOException {
        String holder = LockProbe.javaHolder(file)
                .map(h -> "process " + h.pid() + " (" + h.program() + ")")
                .orElse("another process");
        return Failure.of(ExitStatus.REFUSED, "another metash command is writing this file")
                .at(target.toString())
                .because(holder + " holds " + file)
                .next("wait until it ends, then run the same command again");
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                Files.deleteIfExists(file);
                close(channel);
            }
        } finally {
            HERE.unlock();
        }
    }

    /** An error is ignored: nothing was written, and the lock is released. */
    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            return;
        }
    }
}
