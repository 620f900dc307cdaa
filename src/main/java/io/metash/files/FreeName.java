package io.metash.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Chooses file names: {@code STEM-2.ENDING} and so on when the first one is in use. Creating the file decides, since
 * checking first would let two commands choose the same name.
 *
 * @param directory the directory
 * @param stem the name up to its ending
 * @param ending the ending with its dot
 */
public record FreeName(Path directory, String stem, String ending) {
    /** Returns the name to try at attempt {@code number}, starting at 1. */
    public Path candidate(int number) {
        String tail = "";
        if (number != 1) {
            tail = "-" + number;
        }
        return directory.resolve(stem + tail + ending);
    }

    /** Returns the first name currently unused, for messages. */
    public Path first() {
        int number = 1;
        while (exists(candidate(number))) {
            number++;
        }
        return candidate(number);
    }

    /** Whether a name is in use, also by a broken link. */
    public static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
