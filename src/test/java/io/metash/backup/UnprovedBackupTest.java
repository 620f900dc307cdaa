package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.testing.GeneratedCatalog;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups without a manifest, and directories: the damage that is found without one. */
class UnprovedBackupTest {
    @TempDir
    Path scratch;

    @Test
    void realFilesAreConsistent() throws IOException {
        for (String name : List.of(
                "peer/meta_v003.txt",
                "peer/meta_v004.txt",
                "peer/want_exported_v004",
                "real/rich.export.ndjson",
                "real/rich-users.export.ndjson",
                "real/rich-snap.export.ndjson",
                "real/variants.export.ndjson")) {
            Verdict verdict = Backups.verify(TestData.file(name));
            assertEquals(Grade.CONSISTENT, verdict.grade(), name + ": " + verdict.what());
        }
        for (String name : List.of("rich", "rich-users", "rich-snap", "variants")) {
            Verdict verdict = DirectoryVerify.run(TestData.file("real/" + name + ".raft"), Progress.NONE, new Cancel());
            assertEquals(Grade.CONSISTENT, verdict.grade(), name + ": " + verdict.what());
        }
    }

    @Test
    void swappedDuplicateOrMissingLinesAreFound() throws IOException {
        List<String> lines = Files.readAllLines(TestData.file("peer/want_exported_v004"));
        Path file = scratch.resolve("b.ndjson");
        List<String> twice = new ArrayList<>(lines);
        twice.add(150, lines.get(149));
        assertVerdict(Grade.DAMAGED, 151, twice, file);
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(149, lines.get(150));
        swapped.set(150, lines.get(149));
        assertVerdict(Grade.CONSISTENT, 0, swapped, file);
        assertEquals(
                List.of("the keys are not in ascending order, line 151"),
                Backups.verify(file).findings().stream()
                        .filter(found -> found.line() > 0)
                        .map(found -> found.what() + ", line " + found.line())
                        .toList());
        List<String> gap = new ArrayList<>(lines);
        gap.remove(40);
        assertVerdict(Grade.DAMAGED, 41, gap, file);
        List<String> withoutVote = new ArrayList<>(lines);
        withoutVote.remove(2);
        assertVerdict(Grade.INCOMPLETE, 0, withoutVote, file);
        List<String> withoutExpire = new ArrayList<>(lines);
        withoutExpire.removeIf(line -> line.contains("\"Expire\"") && line.contains("157"));
        assertVerdict(Grade.INCOMPLETE, 0, withoutExpire, file);
    }

    private static void assertVerdict(Grade grade, long line, List<String> lines, Path file) throws IOException {
        Files.write(file, lines);
        Verdict verdict = Backups.verify(file);
        assertEquals(grade, verdict.grade(), verdict.what());
        assertEquals(line, verdict.line(), verdict.what());
        if (line > 0) {
            long start = 0;
            for (String before : lines.subList(0, (int) line - 1)) {
                start += before.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;
            }
            assertTrue(
                    verdict.byteAt() >= start
                            && verdict.byteAt()
                                    <= start + lines.get((int) line - 1).length(),
                    verdict.byteAt() + " is not in the line from " + start);
        }
    }

    @Test
    void aCatalogIsConsistentAndProvedByItsManifest() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Path file = scratch.resolve("catalog.ndjson");
            Backups.write(new GeneratedCatalog(seed).records(), file, Disk.real(), 1);
            assertEquals(Grade.PROVED, Backups.verify(file).grade());
            Files.delete(Manifest.nameFor(file));
            Verdict verdict = Backups.verify(file);
            assertEquals(Grade.CONSISTENT, verdict.grade(), "seed " + seed + ": " + verdict.what());
        }
    }

    /** The share of cuts at line ends that are found without a manifest: far from all, which is why manifests exist. */
    @Test
    void cutsAtLineEndsOfTheSampleAreFoundAtThisRate() throws IOException {
        Rate rate = cutsAtLineEnds(TestData.file("peer/want_exported_v004"));
        assertEquals(166, rate.cuts);
        assertTrue(rate.found >= 60, rate.toString());
    }

    @Tag("slow")
    @Test
    void cutsAtLineEndsOfEverySampleAndOfCatalogsAreFoundAtTheseRates() throws IOException {
        for (String name : List.of(
                "peer/meta_v003.txt",
                "peer/want_exported_v004",
                "real/rich.export.ndjson",
                "real/rich-users.export.ndjson",
                "real/rich-snap.export.ndjson",
                "real/variants.export.ndjson")) {
            System.out.println(
                    "without a manifest, cuts at line ends of " + name + ": " + cutsAtLineEnds(TestData.file(name)));
        }
        Rate all = new Rate();
        for (long seed = 0; seed < 50; seed++) {
            Path file = scratch.resolve("catalog.ndjson");
            Backups.write(new GeneratedCatalog(seed).records(), file, Disk.real(), 1);
            Files.delete(Manifest.nameFor(file));
            Rate rate = cutsAtLineEnds(file);
            all.cuts += rate.cuts;
            all.found += rate.found;
        }
        System.out.println("without a manifest, cuts at line ends of 50 generated catalogs: " + all);
        assertTrue(all.found > 0);
    }

    private static final class Rate {
        private int cuts;
        private int found;

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d of %d found (%.0f %%)", found, cuts, 100.0 * found / cuts);
        }
    }

    private Rate cutsAtLineEnds(Path export) throws IOException {
        Path file = scratch.resolve("cut.ndjson");
        Files.copy(export, file, StandardCopyOption.REPLACE_EXISTING);
        file.toFile().setWritable(true);
        byte[] whole = Files.readAllBytes(file);
        Rate rate = new Rate();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at = whole.length - 2; at > 0; at--) {
                if (whole[at] == '\n') {
                    channel.truncate(at + 1);
                    rate.cuts++;
                    rate.found += Backups.verify(file).grade().compareTo(Grade.CONSISTENT) > 0 ? 1 : 0;
                }
            }
        }
        return rate;
    }

    @Test
    void aTornTailIsDistinguishedFromDamageInTheMiddle() throws IOException {
        Path raft = copy("rich-snap");
        Path wal = raft.resolve("df_meta/V004/log/r-00_000_000_000_000_000_000.wal");
        byte[] whole = Files.readAllBytes(wal);
        Files.write(wal, new byte[1000], StandardOpenOption.APPEND);
        Verdict zeros = DirectoryVerify.run(raft, Progress.NONE, new Cancel());
        assertEquals(Grade.CONSISTENT, zeros.grade());
        assertTrue(
                zeros.findings().stream().anyMatch(found -> found.what()
                        .contains("ends in an unfinished write: 1000 bytes of zeros from byte " + whole.length)),
                zeros.findings().toString());
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(wal, damaged);
        Verdict middle = DirectoryVerify.run(raft, Progress.NONE, new Cancel());
        assertEquals(Grade.DAMAGED, middle.grade());
        assertTrue(
                middle.byteAt() > whole.length / 2 - 70_000 && middle.byteAt() < whole.length / 2 + 70_000,
                middle.byteAt() + " of " + whole.length);
    }

    @Test
    void aFlipAnywhereInASnapshotIsFound() throws IOException {
        Path raft = copy("rich-snap");
        Path directory = raft.resolve("df_meta/V004/snapshot");
        Path snap;
        try (Stream<Path> files = Files.list(directory)) {
            snap = files.findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(snap);
        for (int at = 0; at < whole.length; at += whole.length / 60) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(snap, flipped);
            assertEquals(
                    Grade.DAMAGED,
                    DirectoryVerify.run(raft, Progress.NONE, new Cancel()).grade(),
                    "flip at " + at);
        }
    }

    @Test
    void unfinishedUpgradesAreReported() throws IOException {
        Path raft = copy("rich");
        Path version = raft.resolve("df_meta/VERSION");
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        Verdict running = DirectoryVerify.run(raft, Progress.NONE, new Cancel());
        assertEquals(Grade.INCOMPLETE, running.grade());
        assertEquals("an upgrade from V003 to V004 was interrupted", running.what());
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\",\"cleaning\":true}");
        Verdict cleaning = DirectoryVerify.run(raft, Progress.NONE, new Cancel());
        assertEquals(Grade.CONSISTENT, cleaning.grade());
        assertTrue(cleaning.findings().toString().contains("is complete except for removing the old data"));
    }

    private Path copy(String name) throws IOException {
        return Stores.copy(TestData.file("real/" + name + ".raft"), scratch.resolve(name));
    }
}
