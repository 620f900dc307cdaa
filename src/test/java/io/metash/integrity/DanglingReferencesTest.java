package io.metash.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dangling references are reported, and are not damage. */
class DanglingReferencesTest {
    /** Owner r1 of sequence s1 and of table 10 in database 1; a user with grants on both; lists. */
    private static final String OWNER = "0a027231120d3a040a027331a0068b01a80618a0068b01a80618";

    private static final String USER =
            "0a0275311201251a080a00a00645a8061822460a1f0a153a0d0a0764656661756c741001180aa00645a806181004a00645a806180a1d0a"
                    + "13320b0a0764656661756c741001a00645a806181002a00645a80618a00645a806182a06a00645a806183206a00645a80618a0"
                    + "0645a80618";

    @TempDir
    Path scratch;

    private final TreeMap<String, byte[]> store = new TreeMap<>();

    private void put(String key, String hex) {
        store.put(key, HexFormat.of().parseHex(hex));
    }

    private List<String> findings() {
        DanglingReferences dangling = new DanglingReferences();
        store.forEach(
                (key, value) -> dangling.add(new MetaRecord.Kv(Bytes.utf8(key), new SeqV(1, null, Bytes.of(value)))));
        List<Finding> findings = dangling.findings();
        assertTrue(findings.stream().allMatch(found -> found.grade() == Grade.CONSISTENT));
        return findings.stream().map(Finding::what).toList();
    }

    @Test
    void danglingReferencesAreReported() {
        put("__fd_object_owners/t/sequence-by-name/s1", OWNER);
        put("__fd_users/t/%27u1%27%40%27%25%27", USER);
        put("__fd_db_id_list/t/db", "0a0101a00613a80618");
        put("__fd_table_id_list/1/x", "0a0109a00613a80618");
        put("__fd_database_by_id/1", "a00613a80618");
        put("__fd_table_by_id/9", "a00613a80618");
        put("__fd_table_by_id/10", "a00613a80618");
        put("__fd_sequence/t/s1", "a00613a80618");
        put("__fd_roles/t/r1", "0a027231a00613a80618");
        assertEquals(List.of(), findings());
        store.remove("__fd_table_by_id/10");
        store.remove("__fd_sequence/t/s1");
        store.remove("__fd_roles/t/r1");
        put("__fd_roles/other/r1", "0a027231a00613a80618");
        assertEquals(
                List.of(
                        "missing, though granted to a user or a role: table 10",
                        "missing, though its owner is recorded: sequence __fd_sequence/t/s1",
                        "missing, though it is recorded as an owner: role __fd_roles/t/r1"),
                findings());
        put("__fd_table_id_list/1/x", "0a090102030405060708090aa00613a80618".replace("0a09", "0a0a"));
        assertEquals(
                "missing, though it is in the list of ids of a name: table 1, table 2, table 3, and 6 more",
                findings().get(3));
    }

    /** Releases before 2024 wrote the tenant of owners and roles unescaped, that of stages and sequences escaped. */
    @Test
    void aTenantMayBeSpelledTwoWays() {
        put("__fd_object_owners/my-t/sequence-by-name/s1", OWNER);
        put("__fd_sequence/my%2dt/s1", "a00613a80618");
        put("__fd_roles/my-t/r1", "0a027231a00613a80618");
        assertEquals(List.of(), findings());
        store.remove("__fd_sequence/my%2dt/s1");
        put("__fd_sequence/my_t/s1", "a00613a80618");
        assertEquals(List.of("missing, though its owner is recorded: sequence __fd_sequence/my-t/s1"), findings());
    }

    /** Real stores: the references of the catalog resolve; those of a store of users name tables of another store. */
    @Test
    void realStoresAreChecked() throws IOException {
        for (String name : List.of(
                "peer/want_exported_v004",
                "real/rich-snap.export.ndjson",
                "real/rich.state.ndjson",
                "real/rich-snap.state.ndjson",
                "real/variants.state.ndjson")) {
            assertEquals(List.of(), ofFiles(name), name);
        }
        assertEquals(
                List.of(
                        "missing, though granted to a user or a role: database 6",
                        "missing, though its owner is recorded: database 6, database 11, table 16, and 31 more"),
                ofFiles("real/rich-users.state.ndjson"));
        // Both stores of that installation together have no dangling reference.
        assertEquals(List.of(), ofFiles("real/rich.state.ndjson", "real/rich-users.state.ndjson"));
    }

    /** A list of rows has no header, so it gets that of the export. */
    private List<String> ofFiles(String... names) throws IOException {
        Path file = scratch.resolve("rows.ndjson");
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            if (lines.isEmpty() && name.endsWith("state.ndjson")) {
                lines.add(Files.readAllLines(TestData.file(name.replace("state", "export")))
                        .get(0));
            }
            lines.addAll(Files.readAllLines(TestData.file(name)));
        }
        Files.write(file, lines);
        DanglingReferences dangling = new DanglingReferences();
        try (NdjsonSource source = NdjsonSource.open(file)) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                if (record instanceof MetaRecord.Kv kv) {
                    dangling.add(kv);
                }
            }
        }
        return dangling.findings().stream().map(Finding::what).toList();
    }

    /** A very large catalog is reported as not checked, without false findings. */
    @Test
    void aLimitOfMemoryIsReported() {
        DanglingReferences dangling = new DanglingReferences();
        byte[] none = {};
        for (int i = 0; i < 300_000; i++) {
            dangling.add(new MetaRecord.Kv(Bytes.utf8("__fd_stages/t/s" + i), new SeqV(1, null, Bytes.of(none))));
        }
        put("__fd_object_owners/t/sequence-by-name/s1", OWNER);
        store.forEach(
                (key, value) -> dangling.add(new MetaRecord.Kv(Bytes.utf8(key), new SeqV(1, null, Bytes.of(value)))));
        assertEquals(
                List.of("there are more ids or names than fit into memory, so some references were not checked"),
                dangling.findings().stream().map(Finding::what).toList());
    }
}
