package io.metash.storage;

import io.metash.files.AtomicFile;
import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A local directory. */
final class LocalDirectory implements ObjectStore {
    private final Path directory;
    private final Disk disk;

    LocalDirectory(Path directory) {
        this(directory, Disk.real());
    }

    LocalDirectory(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<ObjectInfo> list() throws IOException {
        List<ObjectInfo> found = new ArrayList<>();
        for (Path file : DirectoryListing.list(directory)) {
            if (Files.isRegularFile(file)) {
                found.add(StoredFile.of(file).info());
            }
        }
        return found;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        Path file = directory.resolve(name);
        if (Files.isRegularFile(file)) {
            return Optional.of(StoredFile.of(file).info());
        }
        return Optional.empty();
    }

    @Override
    public byte[] read(String name, long from, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
            int count = 0;
            while (into.hasRemaining() && count >= 0) {
                count = channel.read(into, from + into.position());
            }
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(directory.resolve(name));
    }

    @Override
    public boolean createsExclusively() {
        return true;
    }

    @Override
    public void create(String name, byte[] content) throws IOException {
        try (ObjectUpload upload = upload(name)) {
            upload.write(content, 0, content.length);
            upload.complete();
        }
    }

    @Override
    public ObjectUpload upload(String name) throws IOException {
        return new LocalUpload(AtomicFile.begin(directory.resolve(name), disk));
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            disk.delete(directory.resolve(name));
            disk.syncDirectory(directory.toAbsolutePath());
        } catch (NoSuchFileException gone) {
            // The usual case.
            return;
        }
    }

    @Override
    public boolean deleteNow(String name) {
        try {
            delete(name);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public StoredFile file(String name) {
        return StoredFile.of(directory.resolve(name));
    }

    /** Writes a file that is renamed to its final name when complete, if the name is unused then. */
    private static final class LocalUpload extends ObjectUpload {
        private final AtomicFile file;

        LocalUpload(AtomicFile file) {
            this.file = file;
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            file.stream().write(from, at, length);
        }

        @Override
        public void complete() throws IOException {
            file.commitNew();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
