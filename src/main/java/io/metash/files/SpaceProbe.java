package io.metash.files;

import java.io.IOException;
import java.nio.file.Path;

/** Free disk space. */
public final class SpaceProbe {
    private SpaceProbe() {}

    /** Returns the bytes that this user can still write at a path, which need not exist. */
    public static long usableBytes(Path path) throws IOException {
        Path up = DirectoryIdentity.existing(path.toAbsolutePath().normalize());
        // Not FileStore: it searches the mount table, which may lack the mount (in a container or chroot).
        long usable = up.toFile().getUsableSpace();
        if (usable == 0 && up.toFile().getTotalSpace() == 0) {
            return Long.MAX_VALUE;
        }
        return usable;
    }
}
