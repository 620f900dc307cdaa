package io.metash.rebuild;

import io.metash.files.DeleteOnExit;
import io.metash.files.FileLock;
import io.metash.files.LockProbe;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock of a Raft directory among metash commands that change it or the files next to it. The lock is a file
 * {@code DIR.metash-lock} next to the directory, so it works before the directory exists; its holder deletes it.
 * Servers use their own lock.
 */
final class TargetLock implements Closeable {
    private static final int ATTEMPTS = 100;

    private final Path file;
    private final FileLock lock;

    private TargetLock(Path file, FileLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Locks a target with an existing parent directory.
     *
     * @throws Failure with status 6 when another command holds the lock
     */
    static TargetLock acquire(ImportTarget target) throws IOException {
        target.requireRoom();
        Path file = target.lockFile();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FileLock> lock = DeleteOnExit.beforeExit(() -> lock(file));
            if (lock.isEmpty()) {
                break;
            }
            if (lock.get().held()) {
                return new TargetLock(file, lock.get());
            }
        }
        String holder = LockProbe.holder(file)
                .map(h -> "process " + h.pid() + " (" + h.program() + ")")
                .orElse("another process");
        throw Failure.of(ExitStatus.REFUSED, "another metash command is working on this directory")
                .at(target.raftDir().toString())
                .because(holder + " holds " + file)
                .next("wait until it ends, then run the same command again");
    }

    /** Locks the file: empty if another process holds it, and a closed lock if its last holder removed it. */
    private static Optional<FileLock> lock(Path file) throws IOException {
        Optional<FileLock> lock = FileLock.tryLock(file);
        if (lock.isPresent()) {
            // The last holder may have removed the file between opening and locking it.
            if (lock.get().isOf(file)) {
                // A signal ends the process without closing this; the file is then deleted while the lock is still
                // held.
                DeleteOnExit.add(file);
            } else {
                lock.get().close();
            }
        }
        return lock;
    }

    /** Whether a command holds the lock, as far as the system lists it. */
    static boolean busy(ImportTarget target) throws IOException {
        return LockProbe.busy(target.lockFile());
    }

    @Override
    public void close() throws IOException {
        if (!lock.held()) {
            return;
        }
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && lock.isOf(file)) {
                Files.delete(file);
            }
        } finally {
            DeleteOnExit.remove(file);
            lock.close();
        }
    }
}
