package io.metash.record;

import java.nio.file.Path;

/**
 * Checks names of files and directories. Java decodes arguments and names as UTF-8 and replaces invalid bytes, so
 * that such a path would name another file.
 */
public final class PathName {
    private static final char REPLACEMENT = '\uFFFD';

    private PathName() {}

    /**
     * Returns the path if it is valid UTF-8.
     *
     * @throws Failure with status 2 when its bytes are not UTF-8
     */
    public static Path require(Path path) {
        if (path.toAbsolutePath().toString().indexOf(REPLACEMENT) < 0) {
            return path;
        }
        throw Failure.of(ExitStatus.USAGE, "a name in this path is not UTF-8")
                .at(path.toString())
                .because("metash would read or write a file with a different name")
                .next("rename it to a UTF-8 name: mv OLD NEW");
    }
}
