package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.files.Disk;
import io.metash.integrity.CheckedSink;
import io.metash.integrity.StoreCheck;
import io.metash.integrity.StoreChecks;
import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.RaftDirSink;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.testing.Generated;
import io.metash.testing.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Generated stores are imported into a directory and exported unchanged. */
class GeneratedStoresProperties {
    /** A generated store need not be one that a server would write: these tests cover formats, not checks. */
    private static final Set<StoreCheck> ANY_STORE = EnumSet.allOf(StoreCheck.class);

    @Property(tries = 1500)
    void exportImportExportIsIdentity(@ForAll long seed) throws IOException {
        roundTrip(seed);
    }

    @Tag("slow")
    @Property(tries = 12_000)
    void exportImportExportIsIdentityForManyStores(@ForAll long seed) throws IOException {
        roundTrip(seed);
    }

    /** The whole import, including its checks and its swap. */
    @Property(tries = 60)
    void importAndExportKeepTheText(@ForAll long seed) throws IOException {
        String text = new Generated(seed).text();
        Path scratch = Files.createTempDirectory(memory(), "metash-generated-");
        try {
            Imports.run(scratch.resolve("raft"), text, ANY_STORE);
            assertEquals(text, Stores.text(scratch.resolve("raft")));
        } finally {
            Disk.real().deleteTree(scratch);
        }
    }

    private static void roundTrip(long seed) throws IOException {
        String text = new Generated(seed).text();
        Path scratch = Files.createTempDirectory(memory(), "metash-generated-");
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Path dfMeta = scratch.resolve("df_meta");
            try (NdjsonSource source = new NdjsonSource(new ByteArrayInputStream(bytes), "generated", bytes.length);
                    RaftDirSink sink = new RaftDirSink(dfMeta, Disk.real(), null, 1, null)) {
                new Pump(
                                source,
                                List.of(),
                                new CheckedSink(sink, new StoreChecks(), "generated", ANY_STORE),
                                Progress.NONE,
                                new Cancel())
                        .run();
            }
            try (RaftDir dir = RaftDir.openDfMeta(dfMeta)) {
                assertEquals(text, Stores.text(dir.export()));
            }
        } finally {
            Disk.real().deleteTree(scratch);
        }
    }

    /** A directory in memory if available, because the stores are small and many. */
    private static Path memory() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
