package io.metash.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Tests in a mount namespace of their own. */
public final class Mounts {
    private Mounts() {}

    /**
     * Skips a test where file systems cannot be mounted: without root, in most containers, and in a chroot whose root
     * is no mount point.
     *
     * @param directory an existing directory; the trial mounts a file system there in a namespace that then ends
     */
    public static void assumeAllowed(Path directory) throws IOException, InterruptedException {
        int status = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assumeTrue(status == 0, "mounting is not allowed here");
    }
}
