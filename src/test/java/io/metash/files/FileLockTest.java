package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
}
