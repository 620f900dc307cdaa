package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockProbeTest {
    private static final int STARTS = 2000;

    @TempDir
    Path scratch;

    @Test
    void reportsTheHolder() throws IOException {
        Path file = Files.createFile(scratch.resolve("LOCK"));
        assertFalse(LockProbe.busy(file));
        assertFalse(LockProbe.busy(scratch.resolve("none")));
        try (FileLock lock = FileLock.acquire(file, false)) {
            assertTrue(lock.held());
            assertTrue(LockProbe.busy(file));
            assertEquals(
                    ProcessHandle.current().pid(),
                    LockProbe.holder(file).orElseThrow().pid());
            assertFalse(LockProbe.busy(Files.createFile(scratch.resolve("OTHER"))));
        }
        assertFalse(LockProbe.busy(file));
    }

    /** A server that starts while a command reads its directory gets the lock each time. */
    @Test
    void neverKeepsALockFromAServer() throws Exception {
        Path file = Files.createFile(scratch.resolve("LOCK"));
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int looks = 0;
            try {
                while (!over.get()) {
                    LockProbe.busy(file);
                    looks++;
                    reading.countDown();
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
            return looks;
        });
        try {
            assertTrue(reading.await(60, TimeUnit.SECONDS));
            for (int i = 0; i < STARTS; i++) {
                FileLock.acquire(file, false).close();
            }
        } finally {
            over.set(true);
        }
        assertTrue(reader.get() > 0);
    }
}
