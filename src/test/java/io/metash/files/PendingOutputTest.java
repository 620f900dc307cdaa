package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.BackupFile;
import io.metash.backup.Manifest;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingOutputTest {
    @TempDir
    Path scratch;

    @BeforeEach
    @AfterEach
    void forget() {
        PendingOutput.withdraw();
        PendingOutput.forgetEnded();
    }

    private static String withdrawn() {
        return PendingOutput.withdraw().orElseThrow();
    }

    @Test
    void withoutOutputsThereIsNothingToReport() {
        assertFalse(PendingOutput.any());
        assertEquals(Optional.empty(), PendingOutput.withdraw());
        assertEquals("interrupted", PendingOutput.interruption().what());
    }

    @Test
    void aWithdrawnFileIsNotWritten() throws IOException {
        Path made = scratch.resolve("new");
        Path old = Files.writeString(scratch.resolve("old"), "before");
        try (AtomicFile one = AtomicFile.begin(made, Disk.real());
                AtomicFile two = AtomicFile.begin(old, Disk.real())) {
            two.stream().write('x');
            assertTrue(PendingOutput.any());
            assertEquals(made + " was not written, " + old + " is unchanged", withdrawn());
            for (AtomicFile file : new AtomicFile[] {one, two}) {
                Failure stopped = assertThrows(Failure.class, file::commit);
                assertEquals(ExitStatus.INTERRUPTED, stopped.status());
            }
        }
        assertFalse(PendingOutput.any());
        assertFalse(Files.exists(made));
        assertEquals("before", Files.readString(old));
        assertEquals(1, Stores.tree(scratch).size(), Stores.tree(scratch).toString());
    }

    @Test
    void aCompleteFileIsReportedUntilTheNextCommand() throws IOException {
        Path file = scratch.resolve("file");
        try (AtomicFile atomic = AtomicFile.begin(file, Disk.real())) {
            atomic.prepare();
            assertEquals(file + " may have been written", withdrawn());
            atomic.commit();
        }
        assertFalse(PendingOutput.any());
        assertEquals(
                "interrupted; " + file + " was written",
                PendingOutput.interruption().what());
        PendingOutput.forgetEnded();
        assertEquals(Optional.empty(), PendingOutput.withdraw());
    }

    @Test
    void theOutputOfACommandWithoutEndIsKept() throws IOException {
        Path file = scratch.resolve("file");
        try (AtomicFile atomic = AtomicFile.begin(file, Disk.real())) {
            atomic.keepOnInterruption();
            assertEquals(Optional.empty(), PendingOutput.withdraw());
            atomic.commit();
        }
        assertTrue(Files.exists(file));
    }

    @Test
    void manyOutputsAreCounted() {
        for (int i = 0; i < 5; i++) {
            PendingOutput.begin(Path.of("/nowhere/" + i));
        }
        assertEquals(
                "/nowhere/0 was not written, /nowhere/1 was not written, /nowhere/2 was not written, and 2 more",
                withdrawn());
    }

    /** A backup keeps its manifest when the export that should replace it is withdrawn. */
    @Test
    void aWithdrawnExportKeepsTheManifest() throws IOException {
        Path file = scratch.resolve("backup.ndjson");
        Path manifest = Manifest.nameFor(file);
        Files.copy(TestData.file("peer/want_exported_v004"), file);
        Files.writeString(manifest, "{}");
        try (BackupFile backup = BackupFile.begin(file, Disk.real(), true)) {
            withdrawn();
            Failure stopped = assertThrows(Failure.class, () -> backup.commit("file", "x", null, 0));
            assertEquals(ExitStatus.INTERRUPTED, stopped.status());
        }
        assertEquals("{}", Files.readString(manifest));
        assertEquals(Files.readString(TestData.file("peer/want_exported_v004")), Files.readString(file));
        assertEquals(2, Stores.tree(scratch).size(), Stores.tree(scratch).toString());
    }
}
