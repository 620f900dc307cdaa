package io.metash.files;

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

    private DeleteOnExit() {}

    /** Registers a path for deletion at exit. */
    public static synchronized void add(Path path) {
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(DeleteOnExit::deleteAll, "metash-tidy"));
        }
        OPEN.add(path);
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

    private static void deleteAll() {
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
            } catch (IOException | RuntimeException busy) {
                if (tries == TRIES) {
                    System.err.println("metash: cannot delete temporary data, remove it: " + path);
                    return;
                }
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
