package io.metash.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files and folders that are of no use when the process ends now: a signal's last act removes them. */
public final class DeleteOnExit {
    private static final int TRIES = 40;
    private static final long PAUSE_MS = 25;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static boolean hooked;

    private DeleteOnExit() {}

    /** From now on this goes when the process ends. */
    public static synchronized void add(Path path) {
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(DeleteOnExit::deleteAll, "metash-tidy"));
        }
        OPEN.add(path);
    }

    /** From now on this stays. */
    public static void remove(Path path) {
        OPEN.remove(path);
    }

    /**
     * From now on this stays, unless the process is ending and it is being removed already.
     *
     * @return whether it stays; when not, nothing may be done with it any more
     */
    public static boolean keep(Path path) {
        return OPEN.remove(path);
    }

    private static void deleteAll() {
        for (Path path : OPEN) {
            // Only one of the two gets it: this, or somebody who just then puts it in its place.
            if (!OPEN.remove(path)) {
                continue;
            }
            delete(path);
        }
    }

    /** Whoever writes there may go on for a moment, and make new files while others are removed. */
    private static void delete(Path path) {
        for (int tries = 1; ; tries++) {
            try {
                Disk.real().deleteTree(path);
                return;
            } catch (IOException | RuntimeException busy) {
                if (tries == TRIES) {
                    System.err.println("metash: left behind, remove it: " + path);
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
