package io.metash.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The text files of the repository, by their paths from its root. */
final class Repository {
    static final Path ROOT = Path.of(System.getProperty("user.dir"));
    static final Path DOCS = ROOT.resolve("src/docs");

    private Repository() {}

    /** The README and every page below {@code src/docs}, sorted by path. */
    static List<Path> documents() {
        List<Path> found = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        found.addAll(below(DOCS, ".md"));
        return found;
    }

    /** Sources, scripts and documents: every place that may cite a document. */
    static List<Path> citing() {
        List<Path> found = documents();
        for (String ending : List.of(".java", ".proto", ".txt", ".metash")) {
            found.addAll(below(ROOT.resolve("src/main"), ending));
            found.addAll(below(ROOT.resolve("src/test/java"), ending));
            found.addAll(below(ROOT.resolve("src/examples"), ending));
        }
        found.addAll(below(ROOT.resolve("scripts"), ""));
        return found;
    }

    /** The files below a directory whose names have an ending, sorted by path. */
    static List<Path> below(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The text of a file; bytes that are not UTF-8 become U+FFFD. */
    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The path relative to the root, as in messages. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
