package io.metash.storage;

import io.metash.files.PipeInput;
import io.metash.record.Cancel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file on a local disk.
 *
 * @param file its path, as given
 * @param cancel supplies the cancellation token of the command that reads it
 */
record LocalFile(Path file, Supplier<Cancel> cancel) implements StoredFile {
    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public boolean regular() {
        return Files.isRegularFile(file);
    }

    @Override
    public ObjectInfo info() throws IOException {
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        return new ObjectInfo(
                name(),
                seen.size(),
                seen.lastModifiedTime().toMillis(),
                String.valueOf(seen.fileKey()) + seen.lastModifiedTime());
    }

    @Override
    public long size() throws IOException {
        return Files.size(file);
    }

    @Override
    public InputStream open() throws IOException {
        return PipeInput.open(file, cancel);
    }

    @Override
    public RandomReader openRandom() throws IOException {
        return RandomReader.of(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public StoredFile withSuffix(String suffix) {
        return new LocalFile(file.resolveSibling(file.getFileName() + suffix), cancel);
    }

    @Override
    public StoredFile resolved() throws IOException {
        return new LocalFile(file.toRealPath(), cancel);
    }

    @Override
    public String absolute() {
        return file.toAbsolutePath().normalize().toString();
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(file);
    }

    /**
     * Compares the paths, whoever reads them. The generated method is linked at run time: 20 ms in each start that
     * compares two.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalFile that && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
