package io.metash.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.opendal.NativeLibrary;

/** Loads the native library of OpenDAL, once, when the first URL is used. */
final class OpendalLibrary {
    private static boolean loaded;

    private OpendalLibrary() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        NativeLibrary.loadLibrary();
        loaded = true;
        removeCopy();
    }

    /** OpenDAL unpacks 45 MB to a temporary file, which a killed process would leave. Once mapped it needs no name. */
    private static void removeCopy() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)) {
                int slash = line.indexOf('/');
                Path mapped = null;
                if (slash >= 0) {
                    mapped = Path.of(line.substring(slash));
                }
                if (mapped != null && isCopy(mapped)) {
                    Files.deleteIfExists(mapped);
                    return;
                }
            }
        } catch (IOException unreadable) {
            // No /proc: the JVM deletes the copy when it ends.
        }
    }

    private static boolean isCopy(Path mapped) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return mapped.startsWith(folder) && mapped.getFileName().toString().startsWith("libopendal_java");
    }
}
