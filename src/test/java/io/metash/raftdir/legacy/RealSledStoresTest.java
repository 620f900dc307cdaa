package io.metash.raftdir.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.command.CommandRun;
import io.metash.raftdir.sled.SledStores;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stores written by Databend releases of 2024 contain their objects. Tree names have a prefix; there is no raft log.
 */
class RealSledStoresTest {
    @TempDir
    Path scratch;

    private Set<String> keys(String release) throws IOException {
        Path zip = TestData.file("real/sled-" + release + ".zip");
        assumeTrue(Files.exists(zip), "the real sled stores next to the project are missing");
        Path dir = SledStores.unzip(zip, scratch.resolve(release));
        Set<String> keys = new TreeSet<>();
        try (LegacyDir store = LegacyDir.open(dir);
                RecordSource records = store.export(new LiftOptions(scratch, Progress.NONE, new Cancel()))) {
            assertEquals("V0-c", store.version());
            for (MetaRecord record = records.next(); record != null; record = records.next()) {
                if (record instanceof MetaRecord.Kv kv) {
                    keys.add(URLDecoder.decode(kv.key().text(), StandardCharsets.UTF_8));
                }
            }
        }
        return keys;
    }

    /** The last segments of the keys of a kind, except those of the tenant {@code admin}. */
    private static List<String> names(Set<String> keys, String kind) {
        return keys.stream()
                .filter(key -> key.startsWith(kind + "/") && !key.startsWith(kind + "/admin/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }

    private void checkObjects(String release) throws IOException {
        Set<String> keys = keys(release);
        assertEquals(List.of("default", "shop", "ünïcödé 数据库"), names(keys, "__fd_database"));
        List<String> tables = Stream.concat(IntStream.range(0, 12).mapToObj(i -> "t" + i), Stream.of("v"))
                .sorted()
                .toList();
        assertEquals(tables, names(keys, "__fd_table"));
        assertEquals(List.of("'alice'@'%'"), names(keys, "__fd_users"));
        assertTrue(names(keys, "__fd_roles").containsAll(List.of("analyst", "public")));
        assertEquals(List.of("mystage"), names(keys, "__fd_stages"));
        assertEquals(List.of("plus1"), names(keys, "__fd_udfs"));
        assertEquals(List.of("np"), names(keys, "__fd_network_policies"));
        assertEquals(
                List.of("gone"),
                names(keys, "__fd_table_id_list").stream()
                        .filter(name -> !tables.contains(name))
                        .collect(Collectors.toList()));
    }

    @Test
    void databend12307IsRead() throws IOException {
        checkObjects("1.2.307");
    }

    /** A store written without Raft lacks no Raft data: verify, import, upgrade and init-cluster agree. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2.307", "1.2.453"})
    void storesWithoutRaftAreComplete(String release) throws IOException {
        Path zip = TestData.file("real/sled-" + release + ".zip");
        assumeTrue(Files.exists(zip), "the real sled stores next to the project are missing");
        Path dir = SledStores.unzip(zip, scratch.resolve("old"));
        CommandRun run = new CommandRun().onRealPlaces();
        String output = "the store was written without Raft by an embedded Databend: it has no node id, vote, log or"
                + " membership; a server starts on it as a node of a new cluster: --id ID --initial-cluster"
                + " ID=HOST:PORT\n";
        assertTrue(run.ok("verify " + dir).startsWith(dir + ": consistent, completeness unproved\n"), run.out());
        assertTrue(run.out().contains("  found   " + output), run.out());
        assertTrue(run.ok("inspect " + dir).contains("\nform          store of an embedded Databend, without Raft"));
        Path text = scratch.resolve("lifted.ndjson");
        run.ok("export --raft-dir " + dir + " --db " + text);
        assertTrue(run.ok("verify " + text).startsWith(text + ": proved\n"), run.out());
        for (Path place : List.of(dir, text)) {
            Path raft = scratch.resolve("raft-of-" + place.getFileName());
            run.ok("import --raft-dir " + raft + " --db " + place);
            assertEquals(place == dir, run.err().contains("note: " + output), run.err());
            assertEquals(Files.readString(text), Stores.text(raft));
            run.ok("import --raft-dir " + raft + " --db " + place + " --id 0 --initial-cluster 0=127.0.0.1:28103");
            run.ok("init-cluster --db " + place + " --node 0=127.0.0.1:28103=" + raft + "-0");
            assertTrue(run.ok("verify " + raft).startsWith(raft + ": consistent, completeness unproved\n"), run.out());
        }
        run.ok("upgrade --raft-dir " + dir);
        assertEquals(Files.readString(text), Stores.text(dir));
    }

    /** The keys of owners contain the tenant unescaped, those of databases escaped. */
    @Test
    void ownersAreFoundByEitherSpellingOfTheTenant() throws IOException {
        Path zip = TestData.file("real/sled-1.2.307.zip");
        assumeTrue(Files.exists(zip), "the real sled stores next to the project are missing");
        Path dir = SledStores.unzip(zip, scratch.resolve("old"));
        CommandRun run = new CommandRun().onRealPlaces();
        run.ok("connect " + dir);
        List<String> owned = run.ok("databases -o csv")
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .map(cells -> cells[1] + " " + cells[4])
                .toList();
        assertEquals(List.of("default public", "shop public", "ünïcödé 数据库 public", "default "), owned);
    }

    @Test
    void databend12453IsRead() throws IOException {
        checkObjects("1.2.453");
        assertEquals(List.of("seq1"), names(keys("1.2.453"), "__fd_sequence"));
    }
}
