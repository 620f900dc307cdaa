package io.metash.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose files are whose, by user ids: a user of a container may have no name. */
public final class OwnFiles {
    private static final String UID = "unix:uid";

    private OwnFiles() {}

    /** The user id of this process. */
    public static int user() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), UID);
    }

    /** The name of the user of this process; the user id where the user database has none. */
    public static String userName() {
        String name = System.getProperty("user.name", "?");
        try {
            return name.equals("?") ? Integer.toUnsignedString(user()) : name;
        } catch (IOException withoutProc) {
            return name;
        }
    }

    /** Whether a file belongs to the user of this process. */
    public static boolean isOwn(Path path) throws IOException {
        return owner(path) == user();
    }

    /** The user id that a file belongs to. */
    public static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, UID);
    }
}
