package io.metash.storage;

import io.metash.record.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.opendal.NativeLibrary;

/** Loads the native library of OpenDAL when the first URL is used. */
final class OpendalLibrary {
    private static final String PREFIX = "libopendal_java";
    private static final Duration LOADING = Duration.ofMinutes(1);

    private static boolean loaded;

    private OpendalLibrary() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        removeAbandoned(directory());
        NativeLibrary.loadLibrary();
        loaded = true;
        removeCopy();
    }

    /**
     * Deletes the user's copies that processes killed during the load left in a directory. A copy that is a minute old
     * is complete: its process has mapped it and no longer needs its name.
     */
    static void removeAbandoned(Path directory) {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(directory, PREFIX + "*.so")) {
            int user = OwnFiles.user();
            Instant before = Instant.now().minus(LOADING);
            for (Path copy : copies) {
                boolean abandoned = Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
                        && OwnFiles.owner(copy) == user
                        && Files.getLastModifiedTime(copy).toInstant().isBefore(before);
                if (abandoned) {
                    Files.deleteIfExists(copy);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // The copies stay: this user may not list or delete them.
        }
    }

    private static Path directory() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
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
        return mapped.startsWith(directory()) && mapped.getFileName().toString().startsWith(PREFIX);
    }
}
