package io.metash.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.opendal.NativeLibrary;

/** Loads the native library of OpenDAL when the first URL is used. */
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

    /**
     * Deletes OpenDAL's 45 MB temporary copy, which a killed process would leave behind. Once mapped, the library
     * needs no file name.
     */
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
            // Without /proc, the JVM deletes the copy when it exits.
        }
    }

    private static boolean isCopy(Path mapped) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return mapped.startsWith(directory) && mapped.getFileName().toString().startsWith("libopendal_java");
    }
}
