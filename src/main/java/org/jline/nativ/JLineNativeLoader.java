package org.jline.nativ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Loads the native part of JLine, in the place of JLine's own class of this name: this one is earlier on the class
 * path. That one begins with the logging of the JDK, which opens every library of metash, and cleans up behind older
 * versions, which took a quarter of the time until the first prompt. JLine's classes call it before their first
 * native call.
 */
public final class JLineNativeLoader {
    /** What it is called on disk. */
    public static final String FILE = "libjlinenative.so";

    private static boolean loaded;

    private JLineNativeLoader() {}

    /**
     * Loads it unless that was done: from the directory of the system property {@code library.jline.path}, else from
     * JLine's jar.
     *
     * @return true
     * @throws IllegalStateException when there is none for this machine, or it cannot be loaded
     */
    public static synchronized boolean initialize() {
        if (!loaded) {
            try {
                load();
            } catch (IOException | UnsatisfiedLinkError notHere) {
                throw new IllegalStateException("JLine's native part cannot be loaded", notHere);
            }
            loaded = true;
        }
        return true;
    }

    private static void load() throws IOException {
        String folder = System.getProperty("library.jline.path");
        if (folder != null && Files.exists(Path.of(folder, FILE))) {
            System.load(Path.of(folder, FILE).toAbsolutePath().toString());
            return;
        }
        Path copy = Files.createTempFile("metash-", ".so");
        try (InputStream in = JLineNativeLoader.class.getResourceAsStream(resource())) {
            if (in == null) {
                throw new IOException("there is none for " + System.getProperty("os.arch"));
            }
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } finally {
            // What is loaded stays loaded.
            Files.delete(copy);
        }
    }

    /** Where JLine's jar has the one for this machine; it may not have it. */
    public static String resource() {
        String machine = System.getProperty("os.arch");
        String folder =
                switch (machine) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    case "ppc64le" -> "ppc64";
                    default -> machine;
                };
        return "/org/jline/nativ/Linux/" + folder + "/" + FILE;
    }
}
