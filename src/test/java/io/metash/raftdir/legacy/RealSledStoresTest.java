package io.metash.raftdir.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.raftdir.sled.SledStores;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
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

/** Stores that real Databends of 2024 wrote hold what was made in them. Their trees have a prefix, and there is no raft log. */
class RealSledStoresTest {
    @TempDir
    Path scratch;

    private Set<String> keys(String release) throws IOException {
        Path zip = TestData.file("real/sled-" + release + ".zip");
        assumeTrue(Files.exists(zip), "the real sled stores beside the project are missing");
        Path dir = SledStores.unzip(zip, scratch.resolve(release));
        Set<String> keys = new TreeSet<>();
        try (LegacyDir store = LegacyDir.open(dir);
                RecordSource records = store.export(new Lifting(scratch, Progress.NONE, new Cancel()))) {
            assertEquals("V0-c", store.version());
            for (MetaRecord record = records.next(); record != null; record = records.next()) {
                if (record instanceof MetaRecord.Kv kv) {
                    keys.add(URLDecoder.decode(kv.key().text(), StandardCharsets.UTF_8));
                }
            }
        }
        return keys;
    }

    /** The last segment of the keys of a kind that have so many segments before it. */
    private static List<String> names(Set<String> keys, String kind) {
        return keys.stream()
                .filter(key -> key.startsWith(kind + "/") && !key.startsWith(kind + "/admin/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }

    private void holdsWhatWasMade(String release) throws IOException {
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
    void databend12307() throws IOException {
        holdsWhatWasMade("1.2.307");
    }

    @Test
    void databend12453() throws IOException {
        holdsWhatWasMade("1.2.453");
        assertEquals(List.of("seq1"), names(keys("1.2.453"), "__fd_sequence"));
    }
}
