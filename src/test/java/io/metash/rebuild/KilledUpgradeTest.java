package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.files.Disk;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.testing.FaultyDisk;
import io.metash.testing.LegacyStores;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upgrade that is killed at each of its writes, fsyncs and renames leaves the old store or the new one, and is then
 * repeated.
 */
class KilledUpgradeTest {
    private static final List<String> SLED = List.of("conf", "db");

    @TempDir
    Path scratch;

    private static long plans;

    @BeforeEach
    void data() {
        assumeTrue(TestData.present(), "the historical exports next to the project are missing");
    }

    /** V001 has no df_meta directory, V002 has one. */
    private Path prepared(String name, String version) throws IOException {
        Path dir = Files.createDirectory(scratch.resolve(name)).resolve("raft");
        return version.equals("V001")
                ? LegacyStores.inSled(
                        Files.readAllLines(TestData.file("history/v001-20230518-openraft07-want.ndjson")), dir)
                : LegacyStores.v002(
                        Files.readAllLines(TestData.file("history/v002-20230808-metactl-want_exported_v002.ndjson")),
                        dir,
                        "1-0-83-1691500000000");
    }

    private static void upgrade(Path dir, Disk disk) throws IOException {
        ImportRequest request = new ImportRequest(dir, null, Set.of(), true, "u" + plans++);
        try (Import one = new Import(request, disk, System::currentTimeMillis)) {
            one.preflight(-1);
            if (!LegacyDir.isAt(dir)) {
                return;
            }
            LiftOptions lifting = new LiftOptions(dir.getParent(), Progress.NONE, new Cancel());
            try (StoredDirectory store = StoredDirectory.open(dir, lifting);
                    RecordSource records = store.export()) {
                one.prepare(records, "old", Progress.NONE, new Cancel());
            }
            one.commit();
        }
    }

    @ParameterizedTest(name = "{0}, exchanges={1}")
    @CsvSource({"V001,true", "V002,true", "V002,false"})
    void leavesTheOldStoreOrTheNewOne(String version, boolean exchanges) throws IOException {
        FaultyDisk counting = new FaultyDisk(-1, true, exchanges);
        Path counted = prepared("count", version);
        TreeMap<String, String> old = Stores.tree(prepared("old", version));
        upgrade(counted, counting);
        String upgraded = Stores.text(counted);
        boolean sawOld = false;
        boolean sawNew = false;
        for (long call = 0; call < counting.calls(); call++) {
            Path dir = prepared("at-" + call, version);
            try {
                upgrade(dir, new FaultyDisk(call, true, exchanges));
            } catch (IOException | Failure expected) {
                assertTrue(expected.getMessage() != null);
            }
            if (!exchanges) {
                new Swap(ImportTarget.of(dir), Disk.real()).settle();
            }
            if (LegacyDir.isAt(dir)) {
                assertEquals(old.keySet(), Stores.tree(dir).keySet(), "after call " + call);
                sawOld = true;
            } else {
                assertEquals(upgraded, Stores.text(dir), "after call " + call);
                sawNew = true;
            }
            upgrade(dir, Disk.real());
            assertEquals(upgraded, Stores.text(dir), "repeated after call " + call);
            new Rollback(dir, Disk.real()).run(1);
            assertEquals(old.keySet(), Stores.tree(dir).keySet(), "rolled back after call " + call);
            for (String file : SLED) {
                assertEquals(
                        -1,
                        Files.mismatch(
                                dir.resolve(file), scratch.resolve("old/raft").resolve(file)),
                        file + " after call " + call);
            }
        }
        assertTrue(sawOld && sawNew);
    }
}
