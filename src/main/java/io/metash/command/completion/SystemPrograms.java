package io.metash.command.completion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The programs in the directories of PATH. */
final class SystemPrograms {
    private static final int MAX = 10_000;

    private final String path;

    /** Creates a list from a PATH value. */
    SystemPrograms(String path) {
        this.path = path;
    }

    /** The program names with a prefix, in order. */
    List<String> named(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        for (String directory : path.split(":")) {
            if (!directory.isEmpty()) {
                add(directory, prefix, names);
            }
        }
        return List.copyOf(names);
    }

    private static void add(String directory, String prefix, TreeSet<String> names) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            files.limit(MAX)
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                    .forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException | InvalidPathException | UncheckedIOException unreadable) {
            // Skip unreadable directories, as the system's shell does.
            return;
        }
    }
}
