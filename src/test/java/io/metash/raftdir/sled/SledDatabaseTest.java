package io.metash.raftdir.sled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.SledWriter;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases written by sled read as sled lists them; damage is reported with file and offset. */
class SledDatabaseTest {
    private static final Map<String, LogEnd.How> ENDS = new TreeMap<>(Map.ofEntries(
            Map.entry("empty", LogEnd.How.CLEAN),
            Map.entry("small", LogEnd.How.CLEAN),
            Map.entry("dense-keys", LogEnd.How.CLEAN),
            Map.entry("big-values", LogEnd.How.CLEAN),
            Map.entry("medium", LogEnd.How.CLEAN),
            Map.entry("databend-like-clean", LogEnd.How.REUSED),
            Map.entry("databend-like-killed", LogEnd.How.CLEAN),
            Map.entry("killed-4-threads", LogEnd.How.TORN_BATCH),
            Map.entry("killed-twice-fuzzy-snapshots", LogEnd.How.TORN_BATCH),
            Map.entry("reopened-clean", LogEnd.How.CLEAN),
            Map.entry("torn-tail-cut", LogEnd.How.TORN_BATCH),
            Map.entry("upstream-small", LogEnd.How.CLEAN),
            Map.entry("upstream-databend-like", LogEnd.How.CLEAN),
            Map.entry("upstream-big-values", LogEnd.How.CLEAN),
            Map.entry("upstream-killed", LogEnd.How.TORN_BATCH),
            Map.entry("upstream-dense-keys", LogEnd.How.CLEAN)));

    @TempDir
    Path scratch;

    @BeforeEach
    void data() {
        assumeTrue(Files.exists(TestData.file("sled/small.zip")), "the sled databases next to the project are missing");
    }

    private Path unpack(String name) throws IOException {
        return SledStores.unpack(name, scratch.resolve(name));
    }

    @Test
    void everyDatabaseReadsAsItsDump() throws IOException {
        for (Map.Entry<String, LogEnd.How> end : ENDS.entrySet()) {
            String name = end.getKey();
            Path dir = unpack(name);
            var before = Stores.tree(dir);
            try (SledDatabase database = SledDatabase.open(dir)) {
                assertEquals(SledStores.expected(name), SledStores.dump(database), name);
                assertEquals(end.getValue(), database.end().how(), name);
                assertEquals(
                        name.startsWith("upstream") ? SledVariant.UPSTREAM : SledVariant.FORK,
                        database.variant(),
                        name);
                assertEquals(List.of(), database.losses(), name);
            }
            assertEquals(before, Stores.tree(dir), name);
        }
    }

    /** Intact messages after a damaged one are not a torn tail; salvage yields what sled itself reads. */
    @Test
    void damageBeforeIntactMessagesIsFoundAndSalvagedLikeSled() throws IOException {
        damaged(
                "torn-tail-bitflip",
                1127119,
                "checksum mismatch: stored 1c250c3f, computed 30d08d63; intact messages follow from byte 1142723");
        damaged(
                "torn-tail-zeroed",
                1151710,
                "checksum mismatch: stored 0363999e, computed 4b1e542e; intact messages follow from byte 1167062");
    }

    private void damaged(String name, long offset, String why) throws IOException {
        Path dir = unpack(name);
        Failure failure = assertThrows(Failure.class, () -> SledDatabase.open(dir));
        assertEquals(ExitStatus.DAMAGED, failure.status());
        assertEquals(dir.resolve("db") + " (byte " + offset + ")", failure.where());
        assertEquals(why, failure.why());
        try (SledDatabase database = SledDatabase.salvage(dir)) {
            assertEquals(SledStores.expected(name), SledStores.dump(database), name);
            assertEquals(new LogEnd(LogEnd.How.DAMAGED, offset, why.substring(0, why.indexOf(';'))), database.end());
            assertEquals(
                    List.of(why), database.losses().stream().map(Failure::why).toList());
        }
    }

    /** Every item is found by its key, and a scan can start at any of them. */
    @Test
    void itemsAreFoundByKey() throws IOException {
        for (String name : List.of("medium", "dense-keys", "upstream-killed", "big-values")) {
            try (SledDatabase database = SledDatabase.open(unpack(name))) {
                for (SledTree tree : database.trees()) {
                    List<Bytes> keys = new ArrayList<>();
                    SledCursor all = tree.scan();
                    for (int i = 0; all.next(); i++) {
                        if (i % 97 == 0) {
                            assertEquals(Optional.of(all.value()), tree.get(all.key()));
                            keys.add(all.key());
                        }
                    }
                    for (Bytes key : keys) {
                        SledCursor from = tree.scan(key);
                        from.next();
                        assertEquals(key, from.key());
                        assertEquals(Optional.empty(), tree.get(Bytes.utf8(key.text() + "\0nothing")));
                    }
                }
            }
        }
    }

    private Failure refused(Path dir) {
        return assertThrows(Failure.class, () -> {
            try (SledDatabase database = SledDatabase.open(dir)) {
                SledStores.dump(database);
            }
        });
    }

    @Test
    void formatsThatAreNotSupportedAreRefused() throws IOException {
        Path compressed = unpack("compressed-zstd");
        Failure failure = refused(compressed);
        assertEquals(ExitStatus.VERSION, failure.status());
        assertEquals("compressed sled databases are not supported", failure.what());
        assertEquals(compressed.resolve("conf").toString(), failure.where());

        Path later = unpack("small");
        byte[] conf = "segment_size: 524288\nuse_compression: false\nversion: 0.35\n".getBytes(StandardCharsets.UTF_8);
        Files.write(later.resolve("conf"), SledWriter.conf(conf));
        failure = refused(later);
        assertEquals(ExitStatus.VERSION, failure.status());
        assertEquals("sled databases of format 0.35 are not supported", failure.what());
        assertEquals(later.resolve("conf").toString(), failure.where());
    }

    @Test
    void theNegativeCasesOfTheReadmeAreFound() throws IOException {
        Path dir = unpack("reopened-clean");
        Path conf = dir.resolve("conf");
        byte[] sound = Files.readAllBytes(conf);
        byte[] bytes = sound.clone();
        bytes[20] ^= 1;
        Files.write(conf, bytes);
        assertEquals(conf + " (byte 58)", refused(dir).where());
        Files.write(conf, sound);

        Path snapshot = dir.resolve("snap.00000000001837FB");
        sound = Files.readAllBytes(snapshot);
        bytes = sound.clone();
        bytes[100] ^= 16;
        Files.write(snapshot, bytes);
        assertEquals(
                snapshot + " (byte " + (bytes.length - 4) + ")", refused(dir).where());
        Files.write(snapshot, sound);

        Path db = dir.resolve("db");
        try (var channel = java.nio.channels.FileChannel.open(db, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(1_587_000);
        }
        Failure failure = refused(dir);
        assertEquals(db + " (byte 1587000)", failure.where());
        assertEquals(ExitStatus.DAMAGED, failure.status());
    }

    @Test
    void missingPartsAreReported() throws IOException {
        Path dir = unpack("small");
        Path db = dir.resolve("db");
        Files.move(db, scratch.resolve("away"));
        assertEquals(db + " (byte 0)", refused(dir).where());
        Files.move(scratch.resolve("away"), db);
        Files.move(dir.resolve("heap"), scratch.resolve("heap"));
        assertEquals(dir.toString(), refused(dir).where());
        Files.move(scratch.resolve("heap"), dir.resolve("heap"));
        Files.delete(dir.resolve("conf"));
        assertEquals(dir.resolve("conf") + " (byte 0)", refused(dir).where());
    }

    /** A database with an empty log is empty, as in sled. */
    @Test
    void anEmptyLogIsAnEmptyDatabase() throws IOException {
        Path dir = unpack("small");
        Files.write(dir.resolve("db"), new byte[0]);
        try (SledDatabase database = SledDatabase.open(dir)) {
            assertEquals(List.of(), database.trees());
        }
    }

    /** A damaged leaf loses only its own items. */
    @Test
    void salvageSkipsADamagedLeaf() throws IOException {
        Path dir = scratch.resolve("written");
        try (SledWriter writer = new SledWriter(dir)) {
            writer.begin("numbers");
            for (int i = 10_000; i < 30_000; i++) {
                writer.put(
                        ("key-" + i).getBytes(StandardCharsets.UTF_8), ("value " + i).getBytes(StandardCharsets.UTF_8));
            }
            writer.end("numbers");
        }
        String whole;
        try (SledDatabase database = SledDatabase.open(dir)) {
            whole = SledStores.dump(database);
        }
        Path db = dir.resolve("db");
        byte[] bytes = Files.readAllBytes(db);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("value 20000");
        try (SledDatabase database = SledDatabase.open(dir)) {
            bytes[at] ^= 1;
            Files.write(db, bytes);
            assertThrows(Failure.class, () -> SledStores.dump(database));
        }
        assertEquals(ExitStatus.DAMAGED, refused(dir).status());
        bytes[at] ^= 1;
        Files.write(db, bytes);
        try (SledDatabase database = SledDatabase.salvage(dir)) {
            bytes[at] ^= 1;
            Files.write(db, bytes);
            List<String> kept = SledStores.dump(database).lines().toList();
            List<String> lost =
                    whole.lines().filter(line -> !kept.contains(line)).toList();
            assertEquals(1, database.losses().size());
            assertEquals(45, lost.size());
            assertEquals(whole.lines().count(), kept.size() + lost.size());
        }
    }
}
