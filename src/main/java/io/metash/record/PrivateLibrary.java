package io.metash.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads a native library from a jar when the launcher's directory is missing: copies it to a directory of its own
 * (mode 0700, the file 0600), loads it, and removes the copy at once. Removes copies that killed processes left; a
 * lock marks those of running processes, which may belong to another container.
 */
public final class PrivateLibrary {
    private static final String PREFIX = "metash-native-";
    private static final String LOCK = "lock";
    private static final Duration CREATING = Duration.ofMinutes(1);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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
        Path directory = Files.createTempDirectory(
                parent,
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A umask may take rights from the owner.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path lock = directory.resolve(LOCK);
        Path file = directory.resolve(name);
        try (FileChannel channel = FileChannel.open(
                        lock, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY);
                InputStream in = PrivateLibrary.class.getResourceAsStream(resource)) {
            lock(channel);
            removeAbandoned(directory);
            if (in == null) {
                throw new UnsatisfiedLinkError("no library for this machine: " + resource);
            }
            Files.createFile(file, OWNER_ONLY);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (var out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            // Test whether the directory permits execution before the JVM caches a failed load.
            System.load(file.toString());
            user.load(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(lock);
            Files.deleteIfExists(directory);
        }
    }

    /** Whether this process locked a file, which no process holds then. */
    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Removes the copies of killed processes next to a directory. */
    private static void removeAbandoned(Path directory) throws IOException {
        List<Path> copies;
        try (Stream<Path> list = Files.list(Objects.requireNonNull(directory.getParent()))) {
            copies = list.filter(path -> isCopy(path.getFileName().toString())).toList();
        }
        int user = OwnFiles.owner(directory);
        for (Path copy : copies) {
            try {
                if (!Files.isSymbolicLink(copy) && OwnFiles.owner(copy) == user) {
                    removeUnlocked(copy);
                }
            } catch (IOException kept) {
                // Another process removed it first, or it cannot be removed: this process needs its own copy only.
                continue;
            }
        }
    }

    /** Whether a name is that of a copy; copies of this process would lose their locks when others are tested. */
    private static boolean isCopy(String name) {
        return name.startsWith(PREFIX)
                && !name.startsWith(PREFIX + ProcessHandle.current().pid() + "-");
    }

    private static void removeUnlocked(Path copy) throws IOException {
        Path lock = copy.resolve(LOCK);
        if (Files.notExists(lock, LinkOption.NOFOLLOW_LINKS)) {
            // The process was killed, or it has not created its lock yet.
            Instant made = Files.getLastModifiedTime(copy).toInstant();
            if (made.isBefore(Instant.now().minus(CREATING))) {
                remove(copy, lock);
            }
            return;
        }
        try (FileChannel channel =
                FileChannel.open(lock, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (lock(channel)) {
                remove(copy, lock);
            }
        }
    }

    private static void remove(Path directory, Path lock) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(file -> !file.equals(lock)).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(lock);
        Files.deleteIfExists(directory);
    }
}
