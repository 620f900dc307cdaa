package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock that a running meta service holds: an exclusive {@code flock(2)} (raft-dir-v004 §1.6). Java's own file
 * locks are of another type, which the service does not see.
 */
public final class FileLock implements Closeable {
    private final int fd;
    private boolean held = true;

    private FileLock(int fd) {
        this.fd = fd;
    }

    /** Loads the native library in the background before the first lock. */
    public static void willBeTaken() {
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
        String holder = LockProbe.holder(file)
                .map(h -> "process " + h.pid() + " (" + h.program() + ") holds its lock")
                .orElse("another process holds its lock");
        throw Failure.of(ExitStatus.REFUSED, "a server is running on this directory")
                .at(file.toString())
                .because(holder + "; writes that it acknowledges from now on would be lost")
                .next("stop that server, then run the same command again");
    }

    /** Locks a file, creating it when missing; empty when another process holds the lock. */
    public static Optional<FileLock> tryTake(Path file) throws IOException {
        return LinuxCalls.lock(file, true).map(FileLock::new);
    }

    /** Whether the locked file is still the one with this name; it may have been removed or replaced. */
    public boolean isOf(Path file) throws IOException {
        Path locked = Path.of("/proc/self/fd/" + fd);
        return Files.exists(file) && Files.exists(locked) && Files.isSameFile(file, locked);
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
