package io.metash.files;

import io.metash.record.FileError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A disk that calls the operating system. */
final class RealDisk implements Disk {
    static final RealDisk INSTANCE = new RealDisk();

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private RealDisk() {}

    /** A umask such as 0177 takes rights from the owner, who could not enter a new directory. */
    private static void widen(Path created, Set<PosixFilePermission> mode) throws IOException {
        if (!Files.getPosixFilePermissions(created).equals(mode)) {
            Files.setPosixFilePermissions(created, mode);
        }
    }

    @Override
    public WritableFile create(Path file, @Nullable FileOwnership ownership) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(FILE));
        widen(file, FILE);
        if (ownership != null) {
            ownership.applyToFile(file);
        }
        return new RealFile(channel, file);
    }

    @Override
    public void createDirectory(Path directory, @Nullable FileOwnership ownership) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        widen(directory, DIRECTORY);
        if (ownership != null) {
            ownership.applyToDirectory(directory);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failed) {
            throw FileError.named(failed, directory);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void renameNew(Path from, Path to) throws IOException {
        if (!LinuxCalls.renameNew(from, to)) {
            renameWithoutFlag(from, to);
        }
    }

    /** On a file system without RENAME_NOREPLACE: a second link fails when the name exists. */
    private static void renameWithoutFlag(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createLink(to, from);
                Files.delete(from);
                return;
            } catch (FileAlreadyExistsException exists) {
                throw exists;
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                // FAT and some network file systems.
                if (Files.notExists(from)) {
                    throw noLinks;
                }
            }
        }
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void exchange(Path a, Path b) throws IOException {
        if (!LinuxCalls.exchange(a, b)) {
            throw new ExchangeUnsupported(a, b);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** A file channel with its path. */
    private record RealFile(FileChannel channel, Path path) implements WritableFile {
        @Override
        public void sync() throws IOException {
            try {
                channel.force(true);
            } catch (IOException failed) {
                throw FileError.named(failed, path);
            }
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return channel.read(dst);
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            try {
                return channel.write(src);
            } catch (IOException failed) {
                throw FileError.named(failed, path);
            }
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            try {
                channel.truncate(size);
            } catch (IOException failed) {
                throw FileError.named(failed, path);
            }
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } catch (IOException failed) {
                throw FileError.named(failed, path);
            }
        }
    }
}
