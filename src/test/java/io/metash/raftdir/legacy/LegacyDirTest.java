package io.metash.raftdir.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.ndjson.NdjsonSink;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.testing.LegacyStores;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import io.metash.upgrade.LegacyLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of V0 to V003 give the lines that the program of that release exported from them. */
class LegacyDirTest {
    private static final String SNAPSHOT = "1-0-83-1691500000000";

    @TempDir
    Path scratch;

    @BeforeEach
    void data() {
        assumeTrue(TestData.present(), "the historical exports next to the project are missing");
    }

    private static List<String> golden(String name) throws IOException {
        return Files.readAllLines(TestData.file("history/" + name + ".ndjson"));
    }

    private static List<String> lines(LegacyDir dir) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LegacyLines source = dir.lines()) {
            for (byte[] line = source.next(); line != null; line = source.next()) {
                lines.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    private void same(String version, List<String> expected, Path dir) throws IOException {
        assertTrue(LegacyDir.isAt(dir));
        var before = Stores.tree(dir);
        try (LegacyDir store = LegacyDir.open(dir)) {
            assertEquals(version, store.version());
            assertEquals(expected, lines(store));
            assertEquals(expected, lines(store), "read again");
            assertEquals(List.of(), store.notes());
            assertEquals(List.of(), store.losses());
        }
        assertEquals(before, Stores.tree(dir));
    }

    /** Programs without a header exported the trees by name. */
    @Test
    void v0IsReadAsItsExport() throws IOException {
        for (String name : List.of(
                "v0a-20220504-metactl-meta",
                "v0b-20220507-metactl-meta",
                "v0b-20221101-metactl-meta",
                "v0b-20230202-metactl-meta-2",
                "v0c-20230307-metactl-meta")) {
            same("V0", golden(name), LegacyStores.inSled(golden(name), scratch.resolve(name)));
        }
    }

    @Test
    void v0WithAHeaderAndV001AreReadAsTheirExports() throws IOException {
        List<String> v0 = golden("v0h-20230509-openraft07-want");
        same("V0", v0, LegacyStores.inSled(v0, scratch.resolve("v0")));
        List<String> v001 = golden("v001-20230518-openraft07-want");
        same("V001", v001, LegacyStores.inSled(v001, scratch.resolve("v001")));
    }

    @Test
    void v002IsReadAsItsExport() throws IOException {
        List<String> lines = golden("v002-20230808-metactl-want_exported_v002");
        same("V002", lines, LegacyStores.v002(lines, scratch.resolve("v002"), SNAPSHOT));
        List<String> log = lines.stream()
                .filter(line -> !line.startsWith("[\"state_machine"))
                .toList();
        same("V002", log, LegacyStores.v002(log, scratch.resolve("log"), SNAPSHOT));
    }

    @Test
    void v003IsReadAsItsExport() throws IOException {
        Path table = TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl");
        for (String name :
                List.of("v003-20240627-metactl-want_exported_v003", "v003-20241104-metactl-want_exported_v003")) {
            List<String> lines = golden(name);
            same("V003", lines, LegacyStores.v003(lines, scratch.resolve(name), SNAPSHOT, table));
        }
    }

    /** Header lines of an interrupted upgrade, as stored in sled. */
    private static List<String> upgrading(List<String> lines, String from, String to) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(
                0,
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"" + from
                        + "\",\"upgrading\":\"" + to + "\"}}}]");
        return changed;
    }

    private static void readAs(String version, List<String> expected, String note, Path dir) throws IOException {
        try (LegacyDir store = LegacyDir.open(dir)) {
            assertEquals(version, store.version());
            assertEquals(expected, lines(store));
            assertEquals(List.of(note), Note.texts(store.notes()));
        }
    }

    /** V0 to V001 changes records in place: each is read in its current form, wherever the upgrade was interrupted. */
    @Test
    void anInterruptedUpgradeToV001() throws IOException {
        List<String> v001 = golden("v001-20230518-openraft07-want");
        List<String> v0 = golden("v0b-20230307-openraft07-meta");
        Map<String, String> old = new TreeMap<>();
        v0.forEach(line -> old.put(keyOf(line), line));
        String newest = text(LegacyStores.inSled(v001, scratch.resolve("v001")));
        for (int done : new int[] {0, 1, 40, v001.size() - 1, v001.size()}) {
            List<String> mixed = new ArrayList<>(v001);
            mixed.set(0, upgrading(v001, "V0", "V001").get(0));
            for (int i = Math.max(done, 1); i < mixed.size(); i++) {
                String before = old.get(keyOf(mixed.get(i)));
                mixed.set(i, before == null ? mixed.get(i) : before);
            }
            Path dir = LegacyStores.inSled(mixed, scratch.resolve("mixed" + done));
            var before = Stores.tree(dir);
            assertEquals(newest, text(dir), "after " + done + " records");
            assertEquals(before, Stores.tree(dir));
            try (LegacyDir store = LegacyDir.open(dir)) {
                assertEquals("V0", store.version());
                assertEquals(
                        List.of("an upgrade from V0 to V001 was interrupted: some records have the form of V0, others"
                                + " that of V001, and each is read in its own"),
                        Note.texts(store.notes()));
            }
        }
    }

    private static String keyOf(String line) {
        return line.substring(0, line.indexOf(",\"value\":"));
    }

    /** The records of a directory as lines of V004. */
    private String text(Path dir) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LegacyDir store = LegacyDir.open(dir);
                RecordSource records = store.export(new LiftOptions(scratch, Progress.NONE, new Cancel()))) {
            new Pump(records, List.of(), new NdjsonSink(out), Progress.NONE, new Cancel()).run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** V001 to V002: the trees of V001 are read until the snapshot of V002 has its final name. */
    @Test
    void anInterruptedUpgradeToV002() throws IOException {
        List<String> v001 = golden("v001-20230518-openraft07-want");
        List<String> v002 = golden("v002-20230808-metactl-want_exported_v002");
        Path dir = LegacyStores.inSled(upgrading(v001, "V001", "V002"), scratch.resolve("raft"));
        Path snapshots = Files.createDirectories(dir.resolve("df_meta/V002/snapshot"));
        String text = Files.readString(TestData.file("history/v002-20230808-metactl-want_snapshot_v002.ndjson"));
        Files.writeString(snapshots.resolve("0.snap-1691500000000"), text.substring(0, 500));
        readAs(
                "V001",
                v001,
                "an upgrade from V001 to V002 was interrupted: the data of V002 may be incomplete, so V001 is read",
                dir);
        Files.writeString(snapshots.resolve(SNAPSHOT + ".snap"), text);
        readAs(
                "V002",
                v002,
                "an upgrade from V001 to V002 was interrupted after its snapshot was complete: V002 is read; only the"
                        + " data of V001 was not removed",
                dir);
    }

    @Test
    void anInterruptedUpgradeToV003() throws IOException {
        List<String> v002 = golden("v002-20230808-metactl-want_exported_v002");
        Path dir = LegacyStores.v002(upgrading(v002, "V002", "V003"), scratch.resolve("raft"), SNAPSHOT);
        readAs(
                "V002",
                v002,
                "an upgrade from V002 to V003 was interrupted: the data of V003 may be incomplete, so V002 is read",
                dir);
        Path snapshots = Files.createDirectories(dir.resolve("df_meta/V003/snapshot"));
        Files.copy(
                TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl"),
                snapshots.resolve(SNAPSHOT + ".snap"));
        readAs(
                "V003",
                golden("v003-20240627-metactl-want_exported_v003"),
                "an upgrade from V002 to V003 was interrupted after its snapshot was complete: V003 is read; only the"
                        + " data of V002 was not removed",
                dir);
    }

    /** V003 to V004: the header is in VERSION; the next server start deletes the partial V004 data. */
    @Test
    void anInterruptedUpgradeToV004() throws IOException {
        List<String> v003 = golden("v003-20241104-metactl-want_exported_v003");
        Path table = TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl");
        Path dir = LegacyStores.v003(v003.subList(1, v003.size()), scratch.resolve("raft"), SNAPSHOT, table);
        Path version = dir.resolve("df_meta/VERSION");
        Files.writeString(version, "{\"version\":\"V003\"}");
        same("V003", v003, dir);
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        Files.createDirectories(dir.resolve("df_meta/V004/log"));
        readAs(
                "V003",
                v003,
                "an upgrade from V003 to V004 was interrupted: the data of V004 may be incomplete, so V003 is read",
                dir);
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\",\"cleaning\":true}");
        assertFalse(isAt(dir));
    }

    /** Without VERSION an empty V004 does not hide the store in sled; one with data does. */
    @Test
    void anEmptyV004WithoutVersionIsNoStore() throws IOException {
        List<String> v003 = golden("v003-20240627-metactl-want_exported_v003");
        Path dir = LegacyStores.v003(
                v003,
                scratch.resolve("raft"),
                SNAPSHOT,
                TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl"));
        Path log = Files.createDirectories(dir.resolve("df_meta/V004/log"));
        Files.createFile(log.resolve("LOCK"));
        Path chunk = Files.createFile(log.resolve("r-00_000_000_000_000_000_000.wal"));
        assertTrue(LegacyDir.isAt(dir));
        readAs(
                "V003",
                v003,
                "df_meta/V004 has no data and VERSION is missing: an upgrade to V004 had only begun, so the sled store"
                        + " is read",
                dir);
        Files.write(chunk, new byte[] {1});
        assertFalse(LegacyDir.isAt(dir));
    }

    /** A program that found no header wrote its own version: the records are read by their form. */
    @Test
    void aWrongVersionLabelIsTolerated() throws IOException {
        List<String> v001 = golden("v001-20230518-openraft07-want");
        readAs("V001", v001, mislabeled("V002", "V001"), labelled(v001.subList(1, v001.size()), "V002"));
        for (String name : List.of("v0a-20220504-metactl-meta", "v0b-20221101-metactl-meta")) {
            List<String> v0 = golden(name);
            String lifted = text(LegacyStores.inSled(v0, scratch.resolve(name)));
            for (String label : List.of("V001", "V002", "V003")) {
                Path dir = labelled(v0, label);
                readAs("V0", v0, mislabeled(label, "V0"), dir);
                assertEquals(lifted, text(dir));
            }
            Path dir = LegacyStores.inSled(v0, scratch.resolve(name + "-begun"));
            Files.createDirectories(dir.resolve("df_meta/V004/log"));
            Files.writeString(dir.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
            readAs("V0", v0, mislabeled("V003", "V0"), dir);
            assertEquals(lifted, text(dir));
        }
    }

    private Path labelled(List<String> headless, String version) throws IOException {
        List<String> lines = new ArrayList<>(headless);
        lines.add(
                0,
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"" + version
                        + "\",\"upgrading\":null}}}]");
        return LegacyStores.inSled(lines, Files.createTempDirectory(scratch, version));
    }

    private static String mislabeled(String version, String form) {
        return "the header has " + version
                + ", written by a later program that found none: the records have the form of "
                + form + " and are read as such; a server that starts here trusts the header and stops, or loses the"
                + " state machine";
    }

    /** While a snapshot of the leader is installed, there are two state machines. */
    @Test
    void theActiveStateMachineIsRead() throws IOException {
        List<String> v001 = new ArrayList<>(golden("v001-20230518-openraft07-want"));
        v001.replaceAll(line -> line.replace("\"state_machine/0\"", "\"state_machine/2\""));
        List<String> both = new ArrayList<>(v001);
        String id =
                "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"StateMachineId\",\"value\":{\"StateMachineId\":[2,1]}}}]";
        both.add(id);
        both.add("[\"state_machine/1\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":1}}]");
        v001.add(3, id);
        readAs(
                "V001",
                v001,
                "there are 2 state machines, as a server was installing a snapshot: [1, 2]; number 2 is read",
                LegacyStores.inSled(both, scratch.resolve("raft")));
    }

    private Failure refused(Path dir) {
        return assertThrows(Failure.class, () -> {
            try (LegacyDir store = LegacyDir.open(dir)) {
                lines(store);
            }
        });
    }

    @Test
    void aPlaceWithoutAStoreIsRefused() throws IOException {
        Map<String, TreeMap<byte[], byte[]>> other = new TreeMap<>();
        other.put("orders", new TreeMap<>(Arrays::compareUnsigned));
        LegacyStores.write(other, scratch.resolve("other"));
        Failure failure = refused(scratch.resolve("other"));
        assertEquals("this sled database holds no meta store", failure.what());
        assertEquals("its trees are: __sled__default, orders", failure.why());

        List<String> v001 = golden("v001-20230518-openraft07-want");
        Map<String, TreeMap<byte[], byte[]>> two = LegacyStores.trees(v001, "a-");
        two.putAll(LegacyStores.trees(v001, "b-"));
        LegacyStores.write(two, scratch.resolve("two"));
        failure = refused(scratch.resolve("two"));
        assertEquals("this sled database holds several meta stores", failure.what());
        assertEquals("the names of their trees begin with: a-, b-", failure.why());

        Map<String, TreeMap<byte[], byte[]>> unknown = LegacyStores.trees(v001, "");
        unknown.get("raft_log").put(new byte[] {14, 1}, "{}".getBytes(StandardCharsets.UTF_8));
        LegacyStores.write(unknown, scratch.resolve("unknown"));
        failure = refused(scratch.resolve("unknown"));
        assertEquals("a record of unknown kind", failure.what());
        assertEquals(scratch.resolve("unknown/db") + " (tree raft_log, key 0e01)", failure.where());

        Path later = LegacyStores.inSled(List.of(v001.get(0).replace("V001", "V009")), scratch.resolve("later"));
        assertEquals("the data version of this store is V009", refused(later).what());
    }

    /** An invalid record is named in its tree, not by a line of a text that no user has. */
    @Test
    void anInvalidRecordIsNamedInItsTree() throws IOException {
        List<String> lines = new ArrayList<>(golden("v001-20230518-openraft07-want"));
        lines.replaceAll(line -> line.startsWith("[\"raft_log\",{\"Logs\":{\"key\":2,")
                ? "[\"raft_log\",{\"Logs\":{\"key\":2,\"value\":{\"payload\":\"Blank\"}}}]"
                : line);
        Path dir = LegacyStores.inSled(lines, scratch.resolve("raft"));
        Failure failure = assertThrows(Failure.class, () -> text(dir));
        assertEquals("invalid line", failure.what());
        assertEquals(dir + ", record 3 of raft_log", failure.where());
        assertEquals("the field 'log_id' of Entry is missing", failure.why());
        assertEquals("restore a backup; to see the records: metash export --as-is --raft-dir " + dir, failure.next());
    }

    /** A configured prefix of all tree names is not part of the lines. */
    @Test
    void treeNamesMayHaveAPrefix() throws IOException {
        List<String> v001 = golden("v001-20230518-openraft07-want");
        Path dir = scratch.resolve("raft");
        LegacyStores.write(LegacyStores.trees(v001, "test-29000-"), dir);
        same("V001", v001, dir);
    }

    /** A truncated text snapshot is damage; salvage reads the part before the end. */
    @Test
    void aTruncatedSnapshotOfV002IsDamage() throws IOException {
        List<String> lines = golden("v002-20230808-metactl-want_exported_v002");
        Path dir = LegacyStores.v002(lines, scratch.resolve("raft"), SNAPSHOT);
        Path snapshot = dir.resolve("df_meta/V002/snapshot/" + SNAPSHOT + ".snap");
        String text = Files.readString(snapshot);
        Files.writeString(snapshot, text.substring(0, text.length() - 9));
        Failure failure = refused(dir);
        assertEquals("the snapshot is damaged", failure.what());
        assertEquals(snapshot + " (byte " + (text.length() - 9) + ")", failure.where());
        try (LegacyDir store = LegacyDir.salvage(dir)) {
            assertEquals(lines.subList(0, lines.size() - 1), lines(store));
            int last = text.lastIndexOf('\n', text.length() - 2) + 1;
            assertEquals(
                    List.of(snapshot + " (byte " + last + "): a line is skipped: its last line is truncated"),
                    store.losses());
        }
    }

    @Test
    void aDirectoryOfV004IsNotLegacy() throws IOException {
        assertFalse(isAt(TestData.file("real/rich-snap.raft")));
        assertFalse(isAt(scratch));
    }

    private static boolean isAt(Path dir) throws IOException {
        return LegacyDir.isAt(dir);
    }
}
