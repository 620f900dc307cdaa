package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock that a running meta service holds: an exclusive {@code flock(2)} (raft-dir-v004 §1.6). Java's own file
 * locks are of another type, which the service does not see.
 */
public final class FileLock implements Closeable {
    private static final int MARK_BYTES = 36;

    private final int fd;
    private boolean held = true;

    private FileLock(int fd) {
        this.fd = fd;
    }

    /** Loads the native library in the background before the first lock. */
    public static void prepare() {
        Thread thread = new Thread(LinuxCalls::prepare, "metash-native");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Locks a file.
     *
     * @param create whether to create a missing file
     * @throws Failure with status 6 when another process holds the lock; names the process
     */
    public static FileLock acquire(Path file, boolean create) throws IOException {
        Optional<Integer> fd = LinuxCalls.lock(file, create);
        if (fd.isPresent()) {
            return new FileLock(fd.get());
        }
        Optional<LockProbe.Holder> holder = LockProbe.holder(file);
        String who = holder.map(h -> "process " + h.pid() + " (" + h.program() + ") holds its lock")
                .orElse("another process holds its lock");
        if (holder.filter(LockProbe.Holder::isCommand).isPresent()) {
            throw refused(file, holder).because(who);
        }
        throw refused(file, holder).because(who + "; writes that it acknowledges from now on would be lost");
    }

    /** The failure of a command that would change a store whose lock is held. */
    public static Failure refused(Path file, Optional<LockProbe.Holder> holder) {
        boolean command = holder.filter(LockProbe.Holder::isCommand).isPresent();
        String next = "stop that server, then run the same command again";
        if (command) {
            next = "wait until it ends, then run the same command again";
        }
        return Failure.of(
                        ExitStatus.REFUSED,
                        holder.map(LockProbe.Holder::work).orElse("a server is running on this directory"))
                .at(file.toString())
                .next(next);
    }

    /**
     * Locks a file of metash, creating it when missing; empty when another process holds the lock.
     *
     * @throws Failure with status 6 when the name is that of a link, a directory, a pipe or a file with content
     */
    public static Optional<FileLock> tryLock(Path file) throws IOException {
        requireLockFile(file);
        return LinuxCalls.lockOwn(file).map(FileLock::new);
    }

    /** Rejects a lock of metash that is a link, a directory or a pipe; locking it would change another file. */
    static void requireRegular(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw notALock(file, "it is not a regular file");
        }
    }

    /** A lock has no content; locks of exports of earlier releases had a mark of 36 bytes. */
    static void requireLockFile(Path file) throws IOException {
        requireRegular(file);
        try {
            long size = Files.size(file);
            if (size != 0 && size != MARK_BYTES) {
                throw notALock(file, "it has " + size + " bytes, a lock of metash has none or " + MARK_BYTES);
            }
        } catch (NoSuchFileException none) {
            return;
        }
    }

    static Failure notALock(Path file, String why) {
        return Failure.of(ExitStatus.REFUSED, "a file has the name of a lock, but is not a lock of metash")
                .at(file.toString())
                .because(why)
                .next("check what it is, then remove it: rm " + ShellWord.of(file));
    }

    /** Whether the locked file is still the one with this name; it may have been removed or replaced. */
    public boolean isOf(Path file) throws IOException {
        return LinuxCalls.isSameFile(fd, file);
    }

    /** Whether the lock is still held. */
    public boolean held() {
        return held;
    }

    @Override
    public void close() {
        if (held) {
            held = false;
            LinuxCalls.close(fd);
        }
    }
}
