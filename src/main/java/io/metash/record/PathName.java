package io.metash.record;

import java.nio.file.Path;

/**
 * The names of files and directories. Java reads arguments and names as UTF-8, and writes a replacement character where they are
 * something else: such a path would lead to another file than the one that was meant.
 */
public final class PathName {
    private static final char REPLACEMENT = '\uFFFD';

    private PathName() {}

    /**
     * The same path, absolute or not.
     *
     * @throws Failure with status 2 when its bytes are not UTF-8, so that it cannot be named
     */
    public static Path require(Path path) {
        if (path.toAbsolutePath().toString().indexOf(REPLACEMENT) < 0) {
            return path;
        }
        throw Failure.of(ExitStatus.USAGE, "a name in this path is not UTF-8")
                .at(path.toString())
                .because("metash would read or write another file than the one that is meant")
                .next("give it a name in UTF-8: mv OLD NEW");
    }
}
