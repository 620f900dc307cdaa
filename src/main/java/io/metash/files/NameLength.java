package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Checks that the file system allows the longer names that metash creates next to a file. */
public final class NameLength {
    private static final String SHORT = "x";

    private NameLength() {}

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
        Path directory = DirectoryIdentity.existing(Objects.requireNonNull(absolute.getParent()));
        // The reason is a text of the system, in the user's language; that a short name is allowed says as much.
        if (!isAllowed(directory.resolve(name)) && isAllowed(directory.resolve(SHORT))) {
            throw tooLong(file, name);
        }
    }

    /** Whether a file can have this name: a system call on a missing file checks the length. */
    private static boolean isAllowed(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException error) {
            return false;
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
