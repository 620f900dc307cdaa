package io.metash.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens files of a store or a backup by the names that they have there. Opening a pipe there would wait for a writer. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Returns the file.
     *
     * @throws Failure with status 3 when it is a pipe, a device or a socket
     */
    public static Path require(Path file) throws IOException {
        if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw Failure.of(ExitStatus.DAMAGED, "this is a pipe or a device, not a file")
                    .at(file.toString())
                    .because("a store and a backup consist of regular files")
                    .next("check what it is, then remove it");
        }
        return file;
    }

    /** Opens a file at its start. */
    public static InputStream open(Path file) throws IOException {
        return Files.newInputStream(require(file));
    }

    /** Opens a file for reading at any position. */
    public static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(require(file), StandardOpenOption.READ);
    }

    /** Reads a whole file. */
    public static byte[] readAllBytes(Path file) throws IOException {
        return SmallFile.read(require(file));
    }
}
