package io.metash.raftdir.sled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.TestData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flipped bit and every cut of a database is found, or is harmless: the listing is the same. A cut at the end of a
 * message leaves an earlier state of the database.
 */
class SledDamageTest {
    @TempDir
    Path scratch;

    @BeforeEach
    void data() {
        assumeTrue(Files.exists(TestData.file("sled/small.zip")), "the sled databases next to the project are missing");
    }

    @Test
    void samplesOfFlipsAreFoundOrHarmless() throws IOException {
        flips("empty", "db", 1);
        flips("small", "db", 61);
        flips("small", "conf", 1);
        flips("upstream-small", "db", 61);
        flips("reopened-clean", "snap.00000000001837FB", 211);
        flips("reopened-clean", "db", 100_003);
        flips("killed-twice-fuzzy-snapshots", "db", 100_003);
        flips("big-values", "db", 4001);
        flips("big-values", "heap/01", 10_007);
    }

    @Test
    void samplesOfCutsAreFoundOrHarmless() throws IOException {
        cuts("empty", "db", 1);
        cuts("small", "db", 101);
        cuts("small", "conf", 1);
        cuts("upstream-small", "db", 101);
        cuts("reopened-clean", "snap.00000000001837FB", 301);
        cuts("reopened-clean", "db", 50_021);
        cuts("killed-4-threads", "db", 100_003);
        cuts("big-values", "heap/01", 10_007);
    }

    @Test
    @Tag("slow")
    void everyFlipIsFoundOrHarmless() throws IOException {
        flips("empty", "db", 1);
        flips("small", "db", 1);
        flips("upstream-small", "db", 1);
        flips("reopened-clean", "snap.00000000001837FB", 1);
        flips("killed-twice-fuzzy-snapshots", "snap.0000000000167D9B", 1);
        flips("upstream-killed", "snap.0000000000022B30", 1);
        flips("reopened-clean", "db", 5003);
        flips("databend-like-clean", "db", 5003);
        flips("killed-4-threads", "db", 5003);
        flips("medium", "db", 500_009);
        flips("big-values", "heap/01", 101);
    }

    @Test
    @Tag("slow")
    void everyCutIsFoundOrHarmless() throws IOException {
        cuts("empty", "db", 1);
        cuts("small", "db", 1);
        cuts("upstream-small", "db", 1);
        cuts("reopened-clean", "snap.00000000001837FB", 1);
        cuts("reopened-clean", "db", 1009);
        cuts("killed-4-threads", "db", 5003);
        cuts("big-values", "heap/01", 101);
    }

    /** Flips one bit of every {@code step}-th byte; all eight bits if the step is 1. */
    private void flips(String name, String file, int step) throws IOException {
        Path dir = SledStores.unpack(name, scratch.resolve(name));
        String expected = SledStores.expected(name);
        LogEnd.How end = end(dir);
        int found = 0;
        try (RandomAccessFile bytes = new RandomAccessFile(dir.resolve(file).toFile(), "rw")) {
            for (long at = 0; at < bytes.length(); at += step) {
                for (int bit = step == 1 ? 0 : (int) (at % 8); bit < 8; bit += step == 1 ? 1 : 8) {
                    flip(bytes, at, bit);
                    found += harmlessOrFound(dir, expected, end, name + " " + file + " byte " + at + " bit " + bit);
                    flip(bytes, at, bit);
                }
            }
        }
        assertNotEquals(0, found, name + " " + file);
    }

    private static void flip(RandomAccessFile file, long at, int bit) throws IOException {
        file.seek(at);
        int value = file.read();
        file.seek(at);
        file.write(value ^ 1 << bit);
    }

    private LogEnd.How end(Path dir) throws IOException {
        try (SledDatabase database = SledDatabase.open(dir)) {
            return database.end().how();
        }
    }

    /** 1 if the damage was found, 0 if it is harmless. */
    private static int harmlessOrFound(Path dir, String expected, LogEnd.How whole, String what) throws IOException {
        try (SledDatabase database = SledDatabase.open(dir)) {
            String dump = SledStores.dump(database);
            boolean output = database.end().how() != LogEnd.How.CLEAN;
            assertTrue(dump.equals(expected) || output, what);
            return dump.equals(expected) ? 0 : 1;
        } catch (Failure failure) {
            assertTrue(failure.status() == ExitStatus.DAMAGED || failure.status() == ExitStatus.VERSION, what);
            assertTrue(failure.where() != null && failure.where().startsWith(dir.toString()), what);
            return 1;
        }
    }

    private void cuts(String name, String file, int step) throws IOException {
        Path dir = SledStores.unpack(name, scratch.resolve(name + "-cut"));
        String expected = SledStores.expected(name);
        Path path = dir.resolve(file);
        byte[] whole = Files.readAllBytes(path);
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            for (int length = whole.length - 1 - (whole.length - 1) % step; length >= 0; length -= step) {
                bytes.setLength(length);
                cut(dir, path, expected, length, name + " " + file + " cut to " + length + " bytes");
            }
        }
    }

    private static void cut(Path dir, Path path, String expected, long length, String what) throws IOException {
        try (SledDatabase database = SledDatabase.open(dir)) {
            if (SledStores.dump(database).equals(expected) || database.end().how() != LogEnd.How.CLEAN) {
                return;
            }
            // The end of a message, or so near to it that only zeros differ.
            byte[] bytes = Files.readAllBytes(path);
            for (long i = Math.max(0, database.end().offset()); i < length; i++) {
                assertEquals(0, bytes[(int) i], what);
            }
        } catch (Failure failure) {
            assertEquals(ExitStatus.DAMAGED, failure.status(), what);
            assertTrue(failure.where().startsWith(dir.toString()), what);
        }
    }
}
