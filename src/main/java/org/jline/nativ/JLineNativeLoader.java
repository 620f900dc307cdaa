package org.jline.nativ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Loads JLine's native library. Replaces JLine's class of this name, which is later on the class path: that class
 * initializes JDK logging, which opens every library of metash, and removes files of older versions. This took a
 * quarter of the time to the first prompt. JLine's classes call the loader before their first native call.
 */
public final class JLineNativeLoader {
    /** The file name of the library. */
    public static final String FILE = "libjlinenative.so";

    private static boolean loaded;

    private JLineNativeLoader() {}

    /**
     * Loads the library once: from the directory of the system property {@code library.jline.path}, else from JLine's
     * jar.
     *
     * @return true
     * @throws IllegalStateException when this machine's library does not exist or cannot be loaded
     */
    public static synchronized boolean initialize() {
        if (!loaded) {
            try {
                load();
            } catch (IOException | UnsatisfiedLinkError e) {
                throw new IllegalStateException("JLine's native part cannot be loaded", e);
            }
            loaded = true;
        }
        return true;
    }

    private static void load() throws IOException {
        String directory = System.getProperty("library.jline.path");
        if (directory != null && Files.exists(Path.of(directory, FILE))) {
            System.load(Path.of(directory, FILE).toAbsolutePath().toString());
            return;
        }
        Path copy = Files.createTempFile("metash-", ".so");
        try (InputStream in = JLineNativeLoader.class.getResourceAsStream(resource())) {
            if (in == null) {
                throw new IOException("JLine has no native library for " + System.getProperty("os.arch"));
            }
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } finally {
            // The mapping stays valid without the file.
            Files.delete(copy);
        }
    }

    /** The resource in JLine's jar for this machine; it may not exist. */
    public static String resource() {
        String machine = System.getProperty("os.arch");
        String architecture =
                switch (machine) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    case "ppc64le" -> "ppc64";
                    default -> machine;
                };
        return "/org/jline/nativ/Linux/" + architecture + "/" + FILE;
    }
}
