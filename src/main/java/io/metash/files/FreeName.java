package io.metash.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Names that metash chooses for files: {@code STEM-2.ENDING} and so on when the first one is taken. Creating the file decides;
 * a look alone would let two commands choose the same name.
 *
 * @param directory where the file is to be
 * @param stem the name up to its ending
 * @param ending the ending with its dot
 */
public record FreeName(Path directory, String stem, String ending) {
    /** The name to try, the first one for 1. */
    public Path candidate(int number) {
        String tail = "";
        if (number != 1) {
            tail = "-" + number;
        }
        return directory.resolve(stem + tail + ending);
    }

    /** The first name that is not taken now; for messages. */
    public Path first() {
        int number = 1;
        while (taken(candidate(number))) {
            number++;
        }
        return candidate(number);
    }

    /** Whether something has a name, a broken link included. */
    public static boolean taken(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
