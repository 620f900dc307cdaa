package io.metash.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a disk has. */
public final class SpaceProbe {
    private SpaceProbe() {}

    /** Bytes that this user may still write where a path is or will be. */
    public static long usableBytes(Path path) throws IOException {
        Path up = path.toAbsolutePath().normalize();
        while (!Files.exists(up)) {
            up = up.getParent();
        }
        // Not by the file store: that is looked up among the mounts, which need not show it (in a container, a changed
        // root).
        long usable = up.toFile().getUsableSpace();
        return usable == 0 && up.toFile().getTotalSpace() == 0 ? Long.MAX_VALUE : usable;
    }
}
