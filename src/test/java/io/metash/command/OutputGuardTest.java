package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.backup.Manifest;
import io.metash.files.DirectoryListing;
import io.metash.raftdir.sled.SledStores;
import io.metash.record.Failure;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output overwrites an input of the command, a file in a store, or a file with the name of another backup. */
class OutputGuardTest {
    @TempDir
    Path scratch;

    private Path input;
    private Path store;
    private OutputGuard guard;

    @BeforeEach
    void prepare() throws IOException {
        scratch = scratch.toRealPath();
        input = Files.writeString(scratch.resolve("input"), "x");
        store = Files.createDirectories(scratch.resolve("raft/df_meta/V004/log"));
        guard = OutputGuard.of(new CommandRun().context()).reads(input).reads(scratch.resolve("raft"));
    }

    private String printed(Path output, boolean export) throws IOException {
        try {
            if (export) {
                guard.checkExport(output);
            } else {
                guard.check(output);
            }
            return "fine";
        } catch (Failure refused) {
            return refused.status().code() + " " + refused.what() + ": " + refused.where();
        }
    }

    private void refused(String what, Path output) throws IOException {
        String expected = "6 " + what + ": " + output;
        assertEquals(expected, printed(output, true));
        assertEquals(expected, printed(output, false));
    }

    @Test
    void theInputIsRefusedUnderAnyName() throws IOException {
        String what = "the output would overwrite the input";
        refused(what, input);
        refused(what, scratch.resolve("raft/../input"));
        refused(what, Files.createSymbolicLink(scratch.resolve("link"), input));
        refused(what, Files.createLink(scratch.resolve("hard"), input));
        Path directory = Files.createSymbolicLink(scratch.resolve("linked"), scratch);
        refused(what, directory.resolve("input"));
    }

    @Test
    void aPlaceInAStoreIsRefused() throws IOException {
        refused("the output would overwrite the input", store.resolve("r-0.wal"));
        Path other = Files.createDirectories(scratch.resolve("other/df_meta/V004/log"));
        refused("the output would be inside a Raft directory", other.resolve("new"));
        refused("the output would be inside a Raft directory", scratch.resolve("other/new"));
        Path link = Files.createSymbolicLink(scratch.resolve("to-log"), other);
        refused("the output would be inside a Raft directory", link.resolve("new"));
    }

    @Test
    void aPlaceInALegacyStoreIsRefused() throws IOException {
        Path old = Files.createDirectories(scratch.resolve("old/df_meta/V002/snapshot"));
        refused("the output would be inside a Raft directory", old.resolve("new"));
        Path half = Files.createDirectories(scratch.resolve("half/df_meta"));
        refused("the output would be inside a Raft directory", half.resolve("new"));
    }

    @Test
    void linksAreFollowedBeforeAStepUp() throws IOException {
        Path elsewhere = Files.createDirectories(scratch.resolve("a/b"));
        Files.createSymbolicLink(elsewhere.resolve("to-log"), store);
        // On disk this is next to the log: links are followed before a step up.
        refused("the output would overwrite the input", elsewhere.resolve("to-log/../new"));
        assertEquals("fine", printed(elsewhere.resolve("../new"), true));
    }

    @Test
    void aDirectoryForNewFilesIsChecked() throws IOException {
        for (Path inside : List.of(store, store.resolve("shelf"), scratch.resolve("raft"))) {
            assertThrows(Failure.class, () -> guard.checkDirectory(inside));
        }
        guard.checkDirectory(scratch);
        guard.checkDirectory(scratch.resolve("shelf"));
    }

    @Test
    void aNameOfAnotherBackupIsRefused() throws IOException {
        Path backup = Files.writeString(scratch.resolve("b.ndjson"), "x");
        Files.writeString(Manifest.nameFor(backup), "{}");
        assertEquals("6 the output would overwrite a backup: " + backup, printed(backup, false));
        assertEquals("fine", printed(backup, true));
        refused("the output has the name of a manifest", Manifest.nameFor(backup));
        Path link = Files.createSymbolicLink(scratch.resolve("latest"), backup);
        assertEquals("6 the output would overwrite a backup: " + link, printed(link, false));
    }

    @Test
    void otherOutputsAreAccepted() throws IOException {
        assertEquals("fine", printed(scratch.resolve("new"), false));
        assertEquals("fine", printed(Path.of("/dev/null"), false));
        assertEquals("fine", printed(scratch.resolve("raftx"), true));
        assertThrows(Failure.class, () -> guard.check(input));
    }

    private void refusedCommand(String line, Path kept) throws IOException {
        byte[] before = Files.readAllBytes(kept);
        CommandRun run = new CommandRun().onRealPlaces();
        assertEquals(6, run.status(line), run.err());
        assertArrayEquals(before, Files.readAllBytes(kept), line);
    }

    @Test
    void everyOutputOptionIsChecked() throws IOException {
        CommandRun run = new CommandRun().onRealPlaces();
        Path raft = scratch.resolve("sample");
        run.ok("import --raft-dir " + raft + " --db src/examples/sample.ndjson");
        Path version = raft.resolve("df_meta/VERSION");
        refusedCommand("backup --raft-dir " + raft + " --to " + raft, version);
        refusedCommand("backup --raft-dir " + raft + " --to " + scratch + " --metrics " + version, version);
        refusedCommand("undelete x --txn " + raft + "/df_meta/x", version);
        assertEquals(
                List.of("df_meta"),
                DirectoryListing.list(raft).stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        Path other = Files.writeString(scratch.resolve("notes.txt"), "1 note\n");
        run.ok("backup --raft-dir " + raft + " --to " + scratch + " --metrics " + other);
        assertEquals("1 note\n", Files.readString(other));
        assertTrue(
                run.err()
                        .contains("note: the metrics could not be written to " + other
                                + ": the file is not a metrics file of metash"),
                run.err());
    }

    @Test
    void anUnchangedExportIsChecked() throws IOException {
        assumeTrue(TestData.present(), "the real stores next to the project are missing");
        Path old = SledStores.unzip(TestData.file("real/sled-1.2.453.zip"), scratch.resolve("old"));
        refusedCommand("export --as-is --raft-dir " + old + " --db " + old.resolve("db"), old.resolve("db"));
        refusedCommand("export --raft-dir " + old + " --db " + old.resolve("db"), old.resolve("db"));
        Path backup = Files.writeString(scratch.resolve("b.ndjson"), "x");
        Files.writeString(Manifest.nameFor(backup), "{}");
        refusedCommand("export --as-is --raft-dir " + old + " --db " + backup, backup);
    }
}
