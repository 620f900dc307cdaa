package io.metash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects terminals on the process's streams without loading other classes. */
final class Terminals {
    private Terminals() {}

    /** Whether a file descriptor (0, 1 or 2) is a terminal. */
    static boolean is(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException closed) {
            // Without /proc the launcher names the terminals.
            String terminals = System.getenv("METASH_TERMINALS");
            return terminals != null && terminals.indexOf('0' + descriptor) >= 0;
        }
    }
}
