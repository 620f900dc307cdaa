package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.storage.StoredFile;
import io.metash.testing.FaultyDisk;
import io.metash.testing.GeneratedCatalog;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups with a manifest: truncation and flips are found at their position; a crash leaves no wrong manifest. */
class ProvedBackupTest {
    private static final int FEW_FLIPS = 300;
    private static final int MANY_FLIPS = 100_000;

    @TempDir
    Path scratch;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void backup() throws IOException {
        file = scratch.resolve("backup.ndjson");
        Manifest manifest = Backups.copy(TestData.file("peer/want_exported_v004"), file);
        whole = Files.readAllBytes(file);
        assertEquals(whole.length, manifest.bytes());
    }

    @Test
    void aManifestDescribesTheExport() throws IOException {
        Manifest read = Manifest.of(file);
        assertEquals("T1-N0.83", read.lastLog().toString());
        assertEquals("T1-N0.83", read.lastApplied().toString());
        assertEquals(167, read.records());
        assertEquals(71, read.records(RecordKind.KV));
        assertEquals(
                whole.length,
                read.families().stream().mapToLong(Manifest.Count::bytes).sum());
        assertEquals(List.of(1L, 2L, 3L), read.voters());
        assertEquals(read, Manifest.parse(read.bytesOfFile(), "manifest"));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Manifest.nameFor(file))));
        assertEquals(Grade.PROVED, Backups.verify(file).grade());
    }

    @Test
    void everyTruncationIsFoundAtItsPlace() throws IOException {
        cuts(997);
    }

    @Tag("slow")
    @Test
    void truncationAtEveryByteIsFoundAtItsPlace() throws IOException {
        cuts(1);
    }

    private void cuts(int step) throws IOException {
        int found = 0;
        int all = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length -= length < 200 ? 1 : step) {
                channel.truncate(length);
                Verdict verdict = Backups.verify(file);
                assertEquals(Grade.INCOMPLETE, verdict.grade(), "cut at " + length);
                assertEquals(length, verdict.byteAt());
                Failure refused = assertThrows(Failure.class, () -> ManifestCheck.of(file));
                assertEquals(ExitStatus.INCOMPLETE, refused.status());
                all++;
                found += verdict.grade() == Grade.INCOMPLETE ? 1 : 0;
            }
        }
        System.out.println("proved backup, cuts: " + found + " of " + all + " found");
    }

    @Test
    void everyFlipIsFoundAtItsByteAndLine() throws IOException {
        flips(FEW_FLIPS);
    }

    @Tag("slow")
    @Test
    void manyFlipsAreFoundAtTheirByteAndLine() throws IOException {
        flips(MANY_FLIPS);
    }

    private void flips(int count) throws IOException {
        Random random = new Random(7);
        int[] lines = new int[whole.length];
        for (int i = 0, line = 1; i < whole.length; i++) {
            lines[i] = line;
            line += whole[i] == '\n' ? 1 : 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                int at = random.nextInt(whole.length);
                int flipped = whole[at] ^ 1 << random.nextInt(8);
                channel.write(ByteBuffer.wrap(new byte[] {(byte) flipped}), at);
                Verdict verdict = Backups.verify(file);
                assertEquals(Grade.DAMAGED, verdict.grade(), "flip at " + at);
                assertEquals(at, verdict.byteAt());
                assertEquals(lines[at], verdict.line());
                channel.write(ByteBuffer.wrap(new byte[] {whole[at]}), at);
            }
        }
        System.out.println("proved backup, flips: " + count + " of " + count + " found, each at its byte and line");
        assertEquals(Grade.PROVED, Backups.verify(file).grade());
    }

    @Test
    void aFlipInTheManifestIsFound() throws IOException {
        Path manifest = Manifest.nameFor(file);
        byte[] text = Files.readAllBytes(manifest);
        Random random = new Random(8);
        for (int i = 0; i < 200; i++) {
            byte[] flipped = text.clone();
            flipped[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(manifest, flipped);
            Verdict verdict = Backups.verify(file);
            assertEquals(Grade.DAMAGED, verdict.grade(), new String(flipped, StandardCharsets.ISO_8859_1));
            assertTrue(verdict.what().startsWith("the manifest is damaged"), verdict.what());
        }
    }

    @Test
    void addedMovedOrChangedLinesAreDamage() throws IOException {
        Files.write(file, "\n".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        Verdict added = Backups.verify(file);
        assertEquals(Grade.DAMAGED, added.grade());
        assertEquals(whole.length, added.byteAt());
        byte[] corrupted = whole.clone();
        Arrays.fill(corrupted, 5000, 5100, (byte) 0);
        Files.write(file, corrupted);
        Verdict zeros = Backups.verify(file);
        assertEquals(Grade.DAMAGED, zeros.grade());
        assertTrue(zeros.byteAt() >= 0 && zeros.byteAt() <= 5000 && zeros.line() > 0, zeros.toString());
    }

    @Test
    void positionsAreExactInFilesOfManyBlocks() throws IOException {
        Path large = scratch.resolve("large.ndjson");
        io.metash.bench.BenchData.main(new String[] {scratch.resolve("text").toString(), "8000"});
        Backups.copy(scratch.resolve("text"), large);
        long size = Files.size(large);
        assertTrue(size > 2L * Checksums.BLOCK_BYTES, "size " + size);
        assertEquals(3, Manifest.of(large).crc32c().size());
        for (long at : new long[] {0, Checksums.BLOCK_BYTES - 1, Checksums.BLOCK_BYTES, 9_000_000, size - 1}) {
            flip(large, at, 0x20);
            Verdict verdict = Backups.verify(large);
            assertEquals(Grade.DAMAGED, verdict.grade());
            assertEquals(at, verdict.byteAt());
            assertEquals(LineIndex.lineOf(StoredFile.of(large), at), verdict.line());
            flip(large, at, 0x20);
        }
        flip(large, 5_000_000, 1);
        flip(large, 9_000_000, 1);
        Verdict two = Backups.verify(large);
        assertEquals(Grade.DAMAGED, two.grade());
        assertTrue(two.byteAt() >= Checksums.BLOCK_BYTES && two.byteAt() <= 5_000_000, two.toString());
        assertTrue(two.why().contains("in 2 blocks of 4 MiB"), two.why());
        flip(large, 9_000_000, 1);
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.truncate(size - 100);
            assertEquals(Grade.DAMAGED, Backups.verify(large).grade(), "flipped in a whole block, and cut");
        }
        flip(large, 5_000_000, 1);
        Verdict cut = Backups.verify(large);
        assertEquals(Grade.INCOMPLETE, cut.grade());
        assertEquals(size - 100, cut.byteAt());
    }

    private static void flip(Path file, long at, int bits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ bits)}), at);
        }
    }

    @Test
    void compressedBackupsAreProvedAndTheirDamageFound() throws IOException {
        for (String suffix : List.of(".gz", ".zst")) {
            Path packed = scratch.resolve("b.ndjson" + suffix);
            Backups.copy(file, packed);
            byte[] bytes = Files.readAllBytes(packed);
            assertEquals(Grade.PROVED, Backups.verify(packed).grade());
            assertEquals(Manifest.of(file).sha256(), Manifest.of(packed).textSha256());
            for (int at = 0; at < bytes.length; at += 97) {
                Files.write(packed, Arrays.copyOf(bytes, at));
                assertEquals(Grade.INCOMPLETE, Backups.verify(packed).grade(), suffix + " cut at " + at);
                byte[] flipped = bytes.clone();
                flipped[at] ^= 4;
                Files.write(packed, flipped);
                Verdict verdict = Backups.verify(packed);
                assertEquals(Grade.DAMAGED, verdict.grade(), suffix + " flipped at " + at);
                assertEquals(at, verdict.byteAt());
            }
        }
    }

    @Test
    void aFaultAtAnyCallLeavesTheOldOrTheNewBackupWithItsManifest() throws IOException {
        List<MetaRecord> before = new GeneratedCatalog(1).records();
        List<MetaRecord> after = new GeneratedCatalog(2).records();
        long calls = everyFault(before, after, -1, false);
        assertTrue(calls > 8, "calls " + calls);
        for (long at = 0; at < calls; at++) {
            everyFault(before, after, at, false);
            everyFault(before, after, at, true);
            everyFault(null, after, at, true);
        }
    }

    /**
     * Exports over an existing export with one failing call, or with all calls failing from one on; returns the number
     * of calls.
     */
    private long everyFault(List<MetaRecord> before, List<MetaRecord> after, long failAt, boolean killed)
            throws IOException {
        Path directory = Files.createTempDirectory(scratch, "fault");
        Path target = directory.resolve("b.ndjson");
        byte[] old = null;
        if (before != null) {
            Backups.write(before, target, Disk.real(), 1);
            old = Files.readAllBytes(target);
        }
        FaultyDisk disk = new FaultyDisk(failAt, killed, true);
        boolean failed = false;
        try {
            Backups.write(after, target, disk, 2);
        } catch (IOException | Failure e) {
            failed = true;
        }
        assertEquals(failAt >= 0 && failAt < disk.calls(), failed, "call " + failAt);
        if (!Files.exists(target)) {
            assertNull(old);
            assertNull(Manifest.of(target));
            return disk.calls();
        }
        byte[] now = Files.readAllBytes(target);
        Verdict verdict = Backups.verify(target);
        assertEquals(Grade.PROVED, verdict.grade(), "call " + failAt + ": " + verdict.what());
        boolean isOld = Arrays.equals(old, now);
        if (!isOld) {
            assertNotNull(verdict.facts().lastLog());
            assertEquals(after.size(), verdict.facts().records(), "call " + failAt);
        }
        if (isOld && !killed) {
            assertEquals(List.of(), new InterruptedExport(target).manifests(), "call " + failAt);
        }
        Backups.write(after, target, Disk.real(), 3);
        assertEquals(Grade.PROVED, Backups.verify(target).grade(), "call " + failAt);
        assertEquals(List.of(), new InterruptedExport(target).manifests(), "call " + failAt);
        return disk.calls();
    }

    @Test
    void exportsToOneFileAtOnceLeaveItWithItsOwnManifest() throws Exception {
        Path target = scratch.resolve("b.ndjson");
        List<List<MetaRecord>> stores = List.of(
                new GeneratedCatalog(1).records(),
                new GeneratedCatalog(2).records(),
                new GeneratedCatalog(3).records());
        ExecutorService writers = Executors.newFixedThreadPool(stores.size());
        try {
            for (int round = 0; round < 20; round++) {
                List<Callable<Manifest>> all = new ArrayList<>();
                for (List<MetaRecord> store : stores) {
                    all.add(() -> Backups.write(store, target, Disk.real(), 1));
                }
                for (Future<Manifest> written : writers.invokeAll(all)) {
                    written.get();
                }
                assertEquals(Grade.PROVED, Backups.verify(target).grade(), "round " + round);
            }
        } finally {
            writers.shutdown();
        }
        List<String> names = DirectoryListing.list(scratch).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        assertEquals(List.of("b.ndjson", "b.ndjson.manifest", "backup.ndjson", "backup.ndjson.manifest"), names);
    }

    @Test
    void aHiddenManifestProvesItsFileAlone() throws IOException {
        Path named = Manifest.nameFor(file);
        Path hidden = InterruptedExport.hiddenManifest(file);
        Files.move(named, hidden);
        assertEquals(Grade.PROVED, Backups.verify(file).grade());
        assertEquals(Optional.of(hidden), new InterruptedExport(file).manifest());
        flip(file, 100, 1);
        assertEquals(Optional.empty(), new InterruptedExport(file).manifest());
        flip(file, 100, 1);
        Files.writeString(hidden, "{}");
        assertEquals(Grade.CONSISTENT, Backups.verify(file).grade());
    }
}
