package io.metash.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Loads a native library from a jar when the launcher's directory is missing: copies it to a directory of its own
 * (mode 0700, the file 0600), loads it, and removes the copy at once. Copies left by a killed process are removed by
 * the next one.
 */
public final class PrivateLibrary {
    private static final String PREFIX = "metash-native-";
    private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-.*");

    private PrivateLibrary() {}

    /** Loads the copy of a library. */
    public interface User {
        /** Loads the library from this file. */
        void load(Path library) throws IOException;
    }

    /**
     * Copies a library and loads it from the first directory that permits it.
     *
     * @param resource the absolute resource name in the jars
     * @throws LinkageError when no directory permits loading it; names them
     */
    public static void load(String resource, User user) {
        load(resource, resource.substring(resource.lastIndexOf('/') + 1), user);
    }

    /** Loads a library under another file name. */
    public static void load(String resource, String name, User user) {
        List<String> reasons = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                load(resource, name, user, directory);
                return;
            } catch (IOException | LinkageError notHere) {
                reasons.add(directory + ": " + notHere.getMessage());
            }
        }
        throw new UnsatisfiedLinkError(String.join("; ", reasons));
    }

    /** Temporary directories of this machine; some may be read-only or mounted noexec. */
    private static Set<Path> directories() {
        Set<Path> all = new LinkedHashSet<>();
        all.add(Path.of(System.getProperty("java.io.tmpdir")));
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && runtime.startsWith("/")) {
            all.add(Path.of(runtime));
        }
        all.add(Path.of("/dev/shm"));
        all.add(Path.of("/var/tmp"));
        return all;
    }

    private static void load(String resource, String name, User user, Path parent) throws IOException {
        removeAbandoned(parent);
        Path directory = Files.createTempDirectory(
                parent,
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = directory.resolve(name);
        try (InputStream in = PrivateLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnsatisfiedLinkError("no library for this machine: " + resource);
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            // Test whether the directory permits execution before the JVM caches a failed load.
            System.load(file.toString());
            user.load(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private static void removeAbandoned(Path parent) throws IOException {
        List<Path> ours;
        try (Stream<Path> list = Files.list(parent)) {
            ours = list.filter(
                            path -> OURS.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
        for (Path path : ours) {
            Matcher name = OURS.matcher(path.getFileName().toString());
            boolean dead = name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
            if (dead && !Files.isSymbolicLink(path) && OwnFiles.isOwn(path)) {
                remove(path);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
