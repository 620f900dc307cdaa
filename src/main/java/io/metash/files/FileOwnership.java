package io.metash.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Owner, group and mode that a new file inherits from the file it replaces, as far as the user's rights allow. A file
 * that replaces nothing belongs to the current user alone, with mode 0700 or 0600 (decisions 13).
 *
 * @param directoryMode the permission bits of directories, 0 to 0777
 * @param fileMode the permission bits of files, 0 to 0666
 * @param owner the user id
 * @param group the group id
 */
public record FileOwnership(int directoryMode, int fileMode, int owner, int group) {
    private static final int ALL = 0777;
    private static final int OF_FILES = 0666;
    private static final int GROUP = 0070;
    private static final int OWN_DIRECTORY = 0700;
    private static final int OWN_FILE = 0600;

    /** The ownership of an existing file or directory. */
    public static FileOwnership of(Path existing) throws IOException {
        int mode = mode(existing);
        // Read permission on a file becomes search permission on a directory.
        int directory = mode;
        if (!Files.isDirectory(existing)) {
            directory = mode | (mode & 0444) >> 2;
        }
        return new FileOwnership(directory, mode & OF_FILES, id(existing, "unix:uid"), id(existing, "unix:gid"));
    }

    /** The ownership for a copy of a tree: the intersection of the rights of all its files. */
    public static FileOwnership ofTree(Path tree) throws IOException {
        Path root = tree.toRealPath();
        int[] modes = {ALL, OF_FILES};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes seen) throws IOException {
                modes[0] &= mode(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
                modes[1] &= seen.isRegularFile() ? mode(file) : OF_FILES;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                modes[0] = OWN_DIRECTORY;
                modes[1] = OWN_FILE;
                return FileVisitResult.CONTINUE;
            }
        });
        int files = modes[1] & modes[0] & OF_FILES;
        return new FileOwnership(
                modes[0] | OWN_DIRECTORY, files | OWN_FILE, id(root, "unix:uid"), id(root, "unix:gid"));
    }

    private static int mode(Path path) throws IOException {
        return id(path, "unix:mode") & ALL;
    }

    private static int id(Path path, String attribute) throws IOException {
        return ((Number) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS)).intValue();
    }

    /** Applies the ownership to a newly created file. */
    void applyToFile(Path file) throws IOException {
        apply(file, fileMode);
    }

    /** Applies the ownership to a newly created directory. */
    void applyToDirectory(Path directory) throws IOException {
        apply(directory, directoryMode);
    }

    /** Applies owner, group and mode; if the group cannot be set, group rights are dropped. */
    private void apply(Path path, int mode) throws IOException {
        int group = id(path, "unix:gid");
        if (id(path, "unix:uid") != owner && LinuxCalls.mayChown(path, owner, this.group)) {
            group = this.group;
        } else if (group != this.group && LinuxCalls.mayChown(path, LinuxCalls.UNCHANGED, this.group)) {
            group = this.group;
        }
        int allowed = mode;
        if (group != this.group) {
            allowed = mode & ~GROUP;
        }
        Files.setPosixFilePermissions(path, permissions(allowed));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
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
