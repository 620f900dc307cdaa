package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Checks that the file system allows the longer names that metash creates next to a file. */
public final class NameRoom {
    private static final String TOO_LONG = "File name too long";

    private NameRoom() {}

    /**
     * Rejects a name that is too long before anything is created.
     *
     * @param file the file or directory as the user knows it
     * @param longest the longest name that is created next to it
     * @throws Failure with status 2 when the file system does not allow it
     */
    public static void require(Path file, Path longest) throws IOException {
        Path absolute = longest.toAbsolutePath();
        Path name = Objects.requireNonNull(absolute.getFileName());
        try {
            // A system call on a missing file checks the length of its name.
            Path directory = DirectoryIdentity.existing(Objects.requireNonNull(absolute.getParent()));
            Files.readAttributes(directory.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        } catch (FileSystemException error) {
            if (TOO_LONG.equals(error.getReason())) {
                throw tooLong(file, name);
            }
        }
    }

    private static Failure tooLong(Path file, Path longest) {
        String added = longest.toString().replace(String.valueOf(file.getFileName()), "NAME");
        return Failure.of(ExitStatus.USAGE, "this name is too long")
                .at(file.toString())
                .because("metash also creates " + added + " next to it, which this file system does not allow")
                .next("use a shorter name");
    }
}
