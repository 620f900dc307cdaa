package io.metash.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Owner, group and mode of a file: what a new one takes over from what it replaces, else from the nearest folder
 * above (decisions 13).
 *
 * @param mode the permission bits, 0 to 0777, as of a folder
 * @param owner the user id
 * @param group the group id
 */
public record FileOwnership(int mode, int owner, int group) {
    private static final int ALL = 0777;
    private static final int NOT_EXECUTABLE = 0666;

    /** The look of something that is there. */
    public static FileOwnership of(Path existing) throws IOException {
        int mode = ((Number) Files.getAttribute(existing, "unix:mode")).intValue() & ALL;
        int folder = Files.isDirectory(existing) ? mode : mode | (mode & 0444) >> 2;
        return new FileOwnership(
                folder,
                ((Number) Files.getAttribute(existing, "unix:uid")).intValue(),
                ((Number) Files.getAttribute(existing, "unix:gid")).intValue());
    }

    /** The look of the nearest folder that is there, for something that is not. */
    public static FileOwnership inheritedBy(Path notThere) throws IOException {
        Path up = notThere.toAbsolutePath().normalize();
        while (!Files.exists(up)) {
            up = up.getParent();
        }
        return of(up);
    }

    /** The look for a file: nobody may execute it. */
    public FileOwnership forFile() {
        return new FileOwnership(mode & NOT_EXECUTABLE, owner, group);
    }

    /** The look for a folder. */
    public FileOwnership forDirectory() {
        return this;
    }

    /** Gives a file this look, as far as the user may. */
    public void applyTo(Path file) throws IOException {
        FileOwnership now = of(file);
        if (now.owner != owner || now.group != group) {
            LinuxCalls.chown(file, owner, group);
        }
        Files.setPosixFilePermissions(file, permissions());
    }

    private Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }
}
