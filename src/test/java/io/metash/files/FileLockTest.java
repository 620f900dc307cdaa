package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Failure;
import io.metash.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
    @TempDir
    Path scratch;

    @Test
    void knowsItsFileUnderEachName() throws IOException {
        Path file = scratch.resolve("lock");
        try (FileLock lock = FileLock.tryLock(file).orElseThrow()) {
            assertTrue(lock.isOf(file));
            assertTrue(lock.isOf(Files.createLink(scratch.resolve("linked"), file)));
            assertTrue(lock.isOf(Files.createSymbolicLink(scratch.resolve("symbolic"), file)));
        }
    }

    @Test
    void aReplacedOrRemovedFileIsADifferentOne() throws IOException {
        Path file = scratch.resolve("lock");
        try (FileLock lock = FileLock.tryLock(file).orElseThrow()) {
            Files.move(Files.createFile(scratch.resolve("other")), file, StandardCopyOption.REPLACE_EXISTING);
            assertFalse(lock.isOf(file));
            Files.delete(file);
            assertFalse(lock.isOf(file));
        }
    }

    @Test
    void aSecondLockIsRefused() throws IOException {
        Path file = scratch.resolve("lock");
        try (FileLock lock = FileLock.tryLock(file).orElseThrow()) {
            assertTrue(lock.held());
            assertTrue(FileLock.tryLock(file).isEmpty());
        }
        FileLock.tryLock(file).orElseThrow().close();
    }

    /** Under another name, as of a bind mount, the directory has another lock of metash but the same of a server. */
    @Test
    void anImportIsNoServer() throws Exception {
        Program program = new Program(scratch);
        Path sample = Path.of("src/examples/sample.ndjson").toAbsolutePath();
        program.run("import", "--raft-dir", "raft", "--db", sample.toString());
        Path file = scratch.resolve("raft/df_meta/V004/log/LOCK");
        Process running = program.builder(Program.command("import", "--raft-dir", "raft"))
                .redirectErrorStream(true)
                .start();
        running.getOutputStream().write(Files.readAllBytes(sample));
        running.getOutputStream().flush();
        while (running.isAlive() && !LockProbe.busy(file)) {
            Thread.onSpinWait();
        }
        Failure refused = assertThrows(Failure.class, () -> FileLock.acquire(file, false));
        assertEquals(
                List.of(
                        "REFUSED",
                        "another metash command is working on this directory",
                        file.toString(),
                        "process " + running.pid() + " (java) holds its lock",
                        "wait until it ends, then run the same command again"),
                List.of(refused.status().name(), refused.what(), refused.where(), refused.why(), refused.next()));
        running.getOutputStream().close();
        running.waitFor();
    }
}
