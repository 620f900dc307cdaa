package io.metash.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Ownership of files by user id; a user of a container may have no name. */
public final class OwnFiles {
    private static final String UID = "unix:uid";

    private OwnFiles() {}

    /** The user id of this process; without {@code /proc}, that of the owner of a file that it creates. */
    public static int user() throws IOException {
        try {
            return owner(Path.of("/proc/self"));
        } catch (NoSuchFileException withoutProc) {
            Path created = Files.createTempFile("metash-", ".uid");
            try {
                return owner(created);
            } finally {
                Files.deleteIfExists(created);
            }
        }
    }

    /** The name of the current user; the user id when the user database has no name. */
    public static String userName() {
        String name = System.getProperty("user.name", "?");
        try {
            if (name.equals("?")) {
                return Integer.toUnsignedString(user());
            }
            return name;
        } catch (IOException withoutProc) {
            return name;
        }
    }

    /** Whether the current user owns a file. */
    public static boolean isOwn(Path path) throws IOException {
        return owner(path) == user();
    }

    /** The user id of a file's owner. */
    public static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, UID);
    }
}
