package io.metash.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real files that lie in the folder {@code shared} beside the project. */
public final class TestData {
    private TestData() {}

    /** The folder {@code shared} beside the project, or the place where it would be. */
    public static Path shared() {
        Path here = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        for (Path up = here; up != null; up = up.getParent()) {
            if (Files.isDirectory(up.resolve("shared/testdata"))) {
                return up.resolve("shared");
            }
        }
        return here.resolveSibling("shared");
    }

    /** A file below {@code shared/testdata}. */
    public static Path file(String relative) {
        return shared().resolve("testdata").resolve(relative);
    }

    /** Whether the real files are there. */
    public static boolean present() {
        return Files.isDirectory(shared().resolve("testdata"));
    }
}
