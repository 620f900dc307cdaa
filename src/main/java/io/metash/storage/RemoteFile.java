package io.metash.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An object as a file.
 *
 * @param store its directory
 * @param url its URL
 */
record RemoteFile(OpendalStore store, StorageUrl url) implements StoredFile {
    @Override
    public String name() {
        return url.name();
    }

    @Override
    public boolean exists() throws IOException {
        return store.stat(name()).isPresent();
    }

    @Override
    public boolean regular() throws IOException {
        return exists();
    }

    @Override
    public ObjectInfo info() throws IOException {
        return store.stat(name()).orElseThrow(() -> new NoSuchFileException(url.toString()));
    }

    @Override
    public InputStream open() throws IOException {
        return store.open(name());
    }

    @Override
    public RandomReader openRandom() throws IOException {
        return new RangeCache(store, name(), size());
    }

    @Override
    public StoredFile withSuffix(String suffix) {
        return store.file(name() + suffix);
    }

    @Override
    public StoredFile resolved() {
        return this;
    }

    @Override
    public String absolute() {
        return url.toString();
    }

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
