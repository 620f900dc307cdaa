package io.metash.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The calls that change a disk, one method each: whatever metash writes goes through here, so that a test can make any single
 * call fail, or die at it.
 */
public interface Disk {
    /** The disk itself. */
    static Disk real() {
        return RealDisk.INSTANCE;
    }

    /** Creates a file that must not be there yet, for reading and writing; mode 0600 unless {@code look} says otherwise. */
    WritableFile create(Path file, FileOwnership look) throws IOException;

    /** Creates one folder; mode 0700 unless {@code look} says otherwise. */
    void createDirectory(Path directory, FileOwnership look) throws IOException;

    /** Makes the names in a folder durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Renames within a file system in one step; a file at the new name is replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Renames in one step to a name that must be free. */
    void renameNew(Path from, Path to) throws IOException;

    /**
     * Exchanges two names in one step.
     *
     * @throws ExchangeUnsupported when the kernel or the file system cannot do that
     */
    void exchange(Path a, Path b) throws IOException;

    /** Removes a file or an empty folder. */
    void delete(Path file) throws IOException;

    /** Removes a folder and all in it, following no links; nothing happens when it is not there. */
    default void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : DirectoryListing.list(folder)) {
                deleteTree(child);
            }
        }
        delete(folder);
    }
}
