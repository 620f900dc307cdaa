package io.metash.raftdir.sled;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sled 0.34 database, opened read-only. Not thread-safe. */
public final class SledDatabase implements Closeable {
    /** The file of the log. A running sled holds an exclusive flock on it. */
    public static final String LOG_FILE = "db";

    private static final int SEQUENTIAL_BYTES = 1 << 18;
    private static final int RANDOM_BYTES = 1 << 11;
    /** Minimum size of a message; every page has at least one. */
    private static final int SHORTEST_MESSAGE_BYTES = 7;

    private static final int SPARE_PAGES = 64;

    private final Path directory;
    private final SledVariant variant;
    private final FileChannel log;
    private final LargeItems large;
    private final List<Failure> losses = new ArrayList<>();
    private final List<SledTree> trees = new ArrayList<>();
    private @Nullable PageTable table;
    private @Nullable LogEnd end;

    private SledDatabase(Path directory, boolean salvage) throws IOException {
        this.directory = directory;
        this.variant = variant(directory);
        SledConfig config = SledConfig.read(directory.resolve("conf"));
        Path items = directory.resolve(variant.directory());
        if (variant == SledVariant.FORK) {
            this.large = new SlabHeap(items);
        } else {
            this.large = new BlobDirectory(items);
        }
        Path file = directory.resolve(LOG_FILE);
        if (!Files.isRegularFile(file)) {
            throw SledDamage.at(file, 0, "the log of the database is missing");
        }
        this.log = RegularFile.openChannel(file);
        try {
            open(file, config, salvage);
        } catch (IOException | RuntimeException unreadable) {
            close();
            throw unreadable;
        }
    }

    /**
     * Opens a database.
     *
     * @throws Failure with status 3 for damage, 8 for an unsupported format
     */
    public static SledDatabase open(Path directory) throws IOException {
        return new SledDatabase(directory, false);
    }

    /** Opens the intact part of a damaged database; {@link #losses} lists the rest. */
    public static SledDatabase salvage(Path directory) throws IOException {
        return new SledDatabase(directory, true);
    }

    /** Whether a directory looks like a sled database: it has a log, and a configuration or large items. */
    public static boolean isAt(Path directory) {
        return Files.isRegularFile(directory.resolve(LOG_FILE))
                && (Files.exists(directory.resolve("conf"))
                        || Files.isDirectory(directory.resolve(SledVariant.FORK.directory()))
                        || Files.isDirectory(directory.resolve(SledVariant.UPSTREAM.directory())));
    }

    private static SledVariant variant(Path directory) {
        for (SledVariant variant : SledVariant.values()) {
            if (Files.isDirectory(directory.resolve(variant.directory()))) {
                return variant;
            }
        }
        throw Failure.of(ExitStatus.DAMAGED, "the sled database is damaged")
                .at(directory.toString())
                .because("the directory of its large items is missing: heap (blobs in databases of 2021)")
                .next("copy the whole Raft directory again, empty files included");
    }

    private void open(Path file, SledConfig config, boolean salvage) throws IOException {
        Consumer<Failure> damage;
        if (salvage) {
            damage = losses::add;
        } else {
            damage = failure -> {
                throw failure;
            };
        }
        long size = log.size();
        Optional<Path> snapshot = PageSnapshot.newest(directory);
        long described = size + (snapshot.isPresent() ? Files.size(snapshot.get()) : 0);
        table = new PageTable(described / SHORTEST_MESSAGE_BYTES + SPARE_PAGES);
        OptionalLong stable;
        if (snapshot.isPresent()) {
            stable = PageSnapshot.load(snapshot.get(), variant, large, table);
        } else {
            stable = OptionalLong.empty();
        }
        FileWindow sequential = new FileWindow(log, size, SEQUENTIAL_BYTES);
        SledMessageReader messages = new SledMessageReader(sequential, config.segmentSize(), large);
        Recovery recovery = new Recovery(file, sequential, messages, config.segmentSize(), table, stable, damage);
        recovery.run();
        end = recovery.end();
        if (!table.present(0)) {
            if (size > 0) {
                throw SledDamage.at(file, 0, "the log does not hold page 0, which names the trees");
            }
            return;
        }
        FileWindow random = new FileWindow(log, size, RANDOM_BYTES);
        PageReader pages =
                new PageReader(file, variant, table, new SledMessageReader(random, config.segmentSize(), large), large);
        for (Map.Entry<byte[], Long> root : pages.meta().entrySet()) {
            Consumer<Failure> lost = null;
            if (salvage) {
                lost = losses::add;
            }
            trees.add(new SledTree(Bytes.of(root.getKey()), root.getValue(), pages, table.pages(), lost));
        }
    }

    /** The database's format. */
    public SledVariant variant() {
        return variant;
    }

    /** All trees, sorted by name. */
    public List<SledTree> trees() {
        return trees;
    }

    /** The tree of a name. */
    public Optional<SledTree> tree(String name) {
        Bytes wanted = Bytes.utf8(name);
        return trees.stream().filter(tree -> tree.name().equals(wanted)).findFirst();
    }

    /** The end of the log. */
    public @Nullable LogEnd end() {
        return end;
    }

    /** The size of the log in bytes. */
    public long sizeBytes() throws IOException {
        return log.size();
    }

    /** The skipped damage; empty unless opened for salvaging. Reading pages may add to it. */
    public List<Failure> losses() {
        return losses;
    }

    @Override
    public void close() throws IOException {
        log.close();
        large.close();
        if (table != null) {
            table.close();
        }
    }
}
