package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.record.Failure;
import io.metash.testing.FaultyDisk;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An import that is killed, or whose disk fails, at each of its writes, fsyncs and renames. */
class KilledImportTest {
    @TempDir
    Path scratch;

    private enum Found {
        OLD,
        NEW
    }

    @ParameterizedTest(name = "killed={0}, exchanges={1}, before={2}")
    @CsvSource({
        "true,true,store", "false,true,store", "true,false,store", "false,false,store",
        "true,true,nothing", "false,true,nothing", "true,true,directory", "false,true,directory"
    })
    void leavesTheTargetExactlyOldOrExactlyNew(boolean killed, boolean exchanges, String before) throws IOException {
        String oldText = Files.readString(TestData.file("real/variants.export.ndjson"));
        String newText = Files.readString(TestData.file("real/init-cluster/input.ndjson"));
        FaultyDisk counting = new FaultyDisk(-1, killed, exchanges);
        Imports.run(prepared("count", before, oldText), newText, null, counting);
        assertTrue(counting.calls() > 15, counting.calls() + " calls");
        boolean sawOld = false;
        boolean sawNew = false;
        for (long call = 0; call < counting.calls(); call++) {
            Path dir = prepared("at-" + call, before, oldText);
            try {
                Imports.run(dir, newText, null, new FaultyDisk(call, killed, exchanges));
            } catch (IOException | Failure expected) {
                assertTrue(expected.getMessage() != null);
            }
            Found found = check(dir, before, oldText, newText, exchanges);
            sawOld |= found == Found.OLD;
            sawNew |= found == Found.NEW;
            Imports.run(dir, newText);
            assertEquals(newText, Stores.text(dir), "after call " + call);
        }
        assertTrue(sawOld && sawNew);
    }

    private Path prepared(String name, String before, String text) throws IOException {
        Path dir = Files.createDirectory(scratch.resolve(name)).resolve("raft");
        if (before.equals("store")) {
            Imports.run(dir, text);
        } else if (before.equals("directory")) {
            Files.createDirectory(dir);
        }
        return dir;
    }

    /** Without an atomic exchange, the next command on the directory completes two interrupted renames. */
    private static Found check(Path dir, String before, String oldText, String newText, boolean exchanges)
            throws IOException {
        if (!exchanges) {
            new Swap(ImportTarget.of(dir), Disk.real()).settle();
        }
        if (!Files.exists(dir.resolve("df_meta"))) {
            assertTrue(!before.equals("store"), "the store is missing");
            assertEquals(before.equals("directory"), Files.exists(dir));
            return Found.OLD;
        }
        String text = Stores.text(dir);
        if (before.equals("store") && text.equals(oldText)) {
            return Found.OLD;
        }
        assertEquals(newText, text);
        return Found.NEW;
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aRollbackLeavesTheTargetExactlyOldOrExactlyNew(boolean exchanges) throws IOException {
        String oldText = Files.readString(TestData.file("real/variants.export.ndjson"));
        String newText = Files.readString(TestData.file("real/init-cluster/input.ndjson"));
        FaultyDisk counting = new FaultyDisk(-1, true, exchanges);
        Path counted = prepared("count", "store", oldText);
        Imports.run(counted, newText);
        new Rollback(counted, counting).run(1);
        for (long call = 0; call < counting.calls(); call++) {
            Path dir = prepared("at-" + call, "store", oldText);
            Imports.run(dir, newText);
            try {
                new Rollback(dir, new FaultyDisk(call, true, exchanges)).run(1);
            } catch (IOException | Failure expected) {
                assertTrue(expected.getMessage() != null);
            }
            if (check(dir, "store", oldText, newText, exchanges) == Found.NEW) {
                new Rollback(dir, Disk.real()).run(2);
            }
            assertEquals(oldText, Stores.text(dir), "after call " + call);
        }
    }

    /** An interrupted rollback is completed by the next one, which does not undo an earlier import. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anInterruptedRollbackUndoesOneImportNotTwo(boolean exchanges) throws IOException {
        String first = Files.readString(TestData.file("real/rich-users.export.ndjson"));
        String second = Files.readString(TestData.file("real/variants.export.ndjson"));
        String third = Files.readString(TestData.file("real/init-cluster/input.ndjson"));
        FaultyDisk counting = new FaultyDisk(-1, true, exchanges);
        Path counted = prepared("count", "store", first);
        Imports.run(counted, second);
        Imports.run(counted, third);
        new Rollback(counted, counting).run(1);
        // Only a sync follows the last rename: the import is done, whatever it reports.
        for (long call = 0; call < counting.calls() - 1; call += 3) {
            Path dir = prepared("at-" + call, "store", first);
            Imports.run(dir, second);
            Imports.run(dir, third);
            boolean done = true;
            try {
                new Rollback(dir, new FaultyDisk(call, true, exchanges)).run(1);
            } catch (IOException | Failure killed) {
                done = false;
            }
            if (!done) {
                new Rollback(dir, Disk.real()).run(2);
            }
            assertEquals(second, Stores.text(dir), "after call " + call);
        }
    }
}
