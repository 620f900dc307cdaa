package io.metash.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists a directory. */
public final class DirectoryListing {
    private DirectoryListing() {}

    /** Its entries, sorted by name. */
    public static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                found.add(file);
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        Collections.sort(found);
        return found;
    }
}
