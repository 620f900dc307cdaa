package io.metash.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds real files: in the repository, then in the directory {@code shared} next to it. */
public final class TestData {
    private static final Path CARRIED = Path.of("src/test/resources/data").toAbsolutePath();

    private TestData() {}

    /** The directory {@code shared} next to the project; it may not exist. */
    public static Path shared() {
        Path here = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        for (Path up = here; up != null; up = up.getParent()) {
            if (Files.isDirectory(up.resolve("shared/testdata"))) {
                return up.resolve("shared");
            }
        }
        return here.resolveSibling("shared");
    }

    /** A real file by its path below {@code testdata}. */
    public static Path file(String relative) {
        Path carried = CARRIED.resolve(relative);
        return Files.exists(carried) ? carried : shared().resolve("testdata").resolve(relative);
    }

    /** Whether the directory next to the project exists. */
    public static boolean present() {
        return Files.isDirectory(shared().resolve("testdata"));
    }
}
