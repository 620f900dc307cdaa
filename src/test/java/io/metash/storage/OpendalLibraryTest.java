package io.metash.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copies of OpenDAL's native library in the temporary directory. */
class OpendalLibraryTest {
    @TempDir
    Path scratch;

    private Path file(String name, long ageSeconds) throws IOException {
        Path file = Files.createFile(scratch.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(ageSeconds)));
        return file;
    }

    /** A process killed while it loads the library leaves 45 MB; a copy that is being written is never that old. */
    @Test
    void copiesOfKilledProcessesAreRemoved() throws IOException {
        file("libopendal_java1.so", 3600);
        file("libopendal_java2.so", 5);
        file("libopendal_java3.txt", 3600);
        Files.createSymbolicLink(scratch.resolve("libopendal_java4.so"), file("other.so", 3600));
        OpendalLibrary.removeAbandoned(scratch);
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(
                    List.of("libopendal_java2.so", "libopendal_java3.txt", "libopendal_java4.so", "other.so"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
        OpendalLibrary.removeAbandoned(scratch.resolve("missing"));
    }
}
