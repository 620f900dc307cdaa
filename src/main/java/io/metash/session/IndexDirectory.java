package io.metash.session;

import io.metash.record.Sha256;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The cached files of one export: {@code HASH.index}, and {@code HASH-UUID.order} for rows that do not ascend, where
 * the hash is of the file's real path. Caches nothing when the directory is not writable. Keeps the order files open.
 */
final class IndexDirectory implements Closeable {
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final CacheDirectory cache;
    private final Optional<Path> directory;
    private final String hash;
    private final Map<String, FileChannel> open = new HashMap<>();

    private IndexDirectory(CacheDirectory cache, Optional<Path> directory, String hash) {
        this.cache = cache;
        this.directory = directory;
        this.hash = hash;
    }

    /** Returns the cache of a file. */
    static IndexDirectory of(CacheDirectory cache, StoredFile export) throws IOException {
        byte[] path = export.resolved().toString().getBytes(StandardCharsets.UTF_8);
        String hash = Sha256.of(path).substring(0, 32);
        return new IndexDirectory(cache, cache.indexes(), hash);
    }

    /** Returns a cache that stores nothing. */
    static IndexDirectory withoutStorage(CacheDirectory cache) {
        return new IndexDirectory(cache, Optional.empty(), "");
    }

    /** Loads the index if the file is unchanged and the index is complete. */
    Optional<FileIndex> load(FileStamp stamp) {
        return directory
                .map(this::indexIn)
                .flatMap(IndexFile::read)
                .filter(index -> index.stamp().same(stamp) && hasOrder(index.expires()) && hasOrder(index.kvs()));
    }

    private Path indexIn(Path in) {
        return in.resolve(hash + ".index");
    }

    private boolean hasOrder(RowSection section) {
        if (section.ascending()) {
            return true;
        }
        try {
            return Files.size(directory.orElseThrow().resolve(section.order())) == section.to();
        } catch (IOException missing) {
            return false;
        }
    }

    /** Stores an index and deletes the previous one; after a failed write, stops trying. */
    void store(FileIndex index) {
        if (directory.isEmpty()) {
            return;
        }
        try {
            IndexFile.write(index, indexIn(directory.get()));
            deleteOrdersExcept(List.of(index.expires().order(), index.kvs().order()));
        } catch (IOException unwritable) {
            // The session works without an index: the next opening scans the file again.
            return;
        }
    }

    private void deleteOrdersExcept(List<String> kept) throws IOException {
        try (DirectoryStream<Path> orders = Files.newDirectoryStream(directory.orElseThrow(), hash + "-*.order")) {
            for (Path order : orders) {
                if (!kept.contains(order.getFileName().toString())) {
                    Files.deleteIfExists(order);
                }
            }
        }
    }

    /** Creates a file for the order of rows; without a cache, it is deleted when closed. */
    FileChannel newOrder(String name) throws IOException {
        FileChannel channel;
        if (directory.isPresent()) {
            channel = create(directory.get().resolve(name));
        } else {
            channel = create(cache.scratch().resolve(name), StandardOpenOption.DELETE_ON_CLOSE);
        }
        open.put(name, channel);
        return channel;
    }

    /** Returns a name for a new file. */
    String newOrderName() {
        return hash + "-" + UUID.randomUUID() + ".order";
    }

    /** Opens the order file of a section. */
    FileBytes order(RowSection section) throws IOException {
        FileChannel channel = open.get(section.order());
        if (channel == null) {
            channel = FileChannel.open(directory.orElseThrow().resolve(section.order()), StandardOpenOption.READ);
            open.put(section.order(), channel);
        }
        return FileBytes.of(channel);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
    }

    /** Creates a file that only its owner can read. */
    static FileChannel create(Path path, OpenOption... more) throws IOException {
        Set<OpenOption> options =
                new HashSet<>(Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        options.addAll(List.of(more));
        return FileChannel.open(path, options, MODE_0600);
    }
}
