package io.metash.backup;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.record.PathName;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Writes a backup to a directory. Both files are written under temporary names and synced. Then the manifest is
 * atomically renamed to an unused name, and the backup to the matching one: when two processes want the same name,
 * one picks another. A process killed between the two renames leaves a manifest without a file, which does not count
 * as a backup.
 */
public final class DirectoryWriter extends ShelfWriter {
    private final Path directory;
    private final BackupName name;
    private final Disk disk;
    private final AtomicFile file;
    private final BackupStream stream;

    DirectoryWriter(Path directory, BackupName name, Disk disk) throws IOException {
        this.directory = directory;
        this.name = name;
        this.disk = disk;
        this.file = AtomicFile.begin(directory.resolve(name.candidate(1)), disk);
        try {
            this.stream = new BackupStream(file.stream(), name.candidate(1), true);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /**
     * Rejects a directory or a name in which the files of a backup cannot be created.
     *
     * @throws io.metash.record.Failure with status 2
     */
    public static void requireRoom(Path directory, BackupName name) throws IOException {
        PathName.require(directory);
        AtomicFile.requireRoom(Manifest.nameFor(directory.resolve(name.candidate(1))));
    }

    @Override
    BackupStream stream() {
        return stream;
    }

    @Override
    StoredFile publish(Manifest manifest) throws IOException {
        file.prepare();
        byte[] text = manifest.bytesOfFile();
        for (int number = 1; ; number++) {
            Path target = directory.resolve(name.candidate(number));
            if (!exists(target) && claim(target, text)) {
                return StoredFile.of(target);
            }
        }
    }

    private static boolean exists(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(Manifest.nameFor(target), LinkOption.NOFOLLOW_LINKS);
    }

    /** Claims both names of a backup; returns false when another process was first. */
    private boolean claim(Path target, byte[] manifest) throws IOException {
        Path manifestPath = Manifest.nameFor(target);
        try (AtomicFile written = AtomicFile.begin(manifestPath, disk)) {
            written.stream().write(manifest);
            written.commitNew();
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            file.commitNew(target);
            return true;
        } catch (FileAlreadyExistsException e) {
            disk.delete(manifestPath);
            return false;
        } catch (IOException failed) {
            disk.withdraw(manifestPath, failed);
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
