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
        return Files.getFileStore(up).getUsableSpace();
    }
}
