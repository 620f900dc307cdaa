package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Temporary files and directories that are deleted when a signal ends the process. */
public final class DeleteOnExit {
    private static final int TRIES = 40;
    private static final long PAUSE_MS = 25;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static boolean hooked;
    private static boolean exiting;

    private DeleteOnExit() {}

    /** Creates something on a disk. */
    @FunctionalInterface
    public interface Creation<T> {
        /** Returns what it created. */
        T create() throws IOException;
    }

    /**
     * Creates a file or directory and registers it for deletion, as one step: an exit of the process waits for it.
     *
     * @throws Failure with status 130 when the process is already exiting; nothing is created
     */
    public static Path create(Creation<Path> creation) throws IOException {
        return beforeExit(() -> {
            Path path = creation.create();
            add(path);
            return path;
        });
    }

    /** Like {@link #create(Creation)}, for a known path and any result. */
    public static <T> T create(Path path, Creation<T> creation) throws IOException {
        return beforeExit(() -> {
            // A creation that fails half-way may leave a file.
            add(path);
            return creation.create();
        });
    }

    /**
     * Creates and registers something as one step.
     *
     * @throws Failure with status 130 when the process is already exiting; nothing is created
     */
    public static synchronized <T> T beforeExit(Creation<T> creation) throws IOException {
        requireRunning();
        return creation.create();
    }

    /**
     * Registers an existing path for deletion at exit.
     *
     * @throws Failure with status 130 when the process is already exiting; the path stays
     */
    public static synchronized void add(Path path) {
        requireRunning();
        OPEN.add(path);
    }

    private static void requireRunning() {
        if (!hooked) {
            ExitHook.add(new Thread(DeleteOnExit::deleteAll, "metash-tidy"));
            hooked = true;
        }
        if (exiting) {
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    /** Unregisters a path. */
    public static void remove(Path path) {
        OPEN.remove(path);
    }

    /**
     * Unregisters a path, unless the process is already exiting and deleting it.
     *
     * @return whether the path is kept; if not, it must not be used
     */
    public static boolean keep(Path path) {
        return OPEN.remove(path);
    }

    private static synchronized void beginExit() {
        exiting = true;
    }

    private static void deleteAll() {
        beginExit();
        for (Path path : OPEN) {
            // Either the exit handler or the caller that renames the file removes the entry, never both.
            if (!OPEN.remove(path)) {
                continue;
            }
            delete(path);
        }
    }

    /** Deletes a path; retries, since its writer may create new files during the deletion. */
    private static void delete(Path path) {
        for (int tries = 1; ; tries++) {
            try {
                Disk.real().deleteTree(path);
                return;
            } catch (IOException | RuntimeException e) {
                if (tries == TRIES) {
                    System.err.println("metash: cannot delete temporary data, remove it: " + path);
                    return;
                }
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
