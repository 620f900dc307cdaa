package io.metash.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Every call that changes a disk, one method each. All writes of metash go through this interface, so that tests can
 * make any single call fail or kill the process.
 */
public interface Disk {
    /** The real disk. */
    static Disk real() {
        return RealDisk.INSTANCE;
    }

    /** Creates a new file for reading and writing; fails when it exists. Mode 0600 unless {@code look} has another. */
    WritableFile create(Path file, @Nullable FileOwnership ownership) throws IOException;

    /** Creates a directory, with mode 0700 unless {@code look} has another. */
    void createDirectory(Path directory, @Nullable FileOwnership ownership) throws IOException;

    /** Makes the entries of a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Renames atomically within a file system; replaces a file at the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Renames atomically; fails when the new name exists. */
    void renameNew(Path from, Path to) throws IOException;

    /**
     * Exchanges two names atomically.
     *
     * @throws ExchangeUnsupported when the kernel or the file system does not support it
     */
    void exchange(Path a, Path b) throws IOException;

    /** Deletes a file or an empty directory. */
    void delete(Path file) throws IOException;

    /** Deletes a directory tree without following links; does nothing when it is missing. */
    default void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : DirectoryListing.list(directory)) {
                deleteTree(child);
            }
        }
        delete(directory);
    }

    /** Like {@link #deleteTree}, after a failure; an error of the deletion is added to it. */
    default void withdraw(Path created, IOException failed) {
        try {
            deleteTree(created);
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
