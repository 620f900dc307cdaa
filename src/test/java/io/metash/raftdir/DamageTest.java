package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.raftdir.wal.RecordLabels;
import io.metash.raftdir.wal.WalDir;
import io.metash.raftdir.wal.WalDump;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.testing.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cut and flipped files: a clear failure, or the tolerance that the format documents; never silent loss in logs and
 * snapshots (decisions 28).
 */
class DamageTest {
    private static final String CHUNK = "r-00_000_000_000_000_000_000.wal";
    private static final int SMALL = 40_000;
    private static final int TAIL = 4096;
    private static final int FEW_FLIPS = 40;
    private static final int MANY_FLIPS = 10_000;

    @TempDir
    Path scratch;

    static Stream<String> texts() {
        return Stream.of(
                "peer/meta_v003.txt",
                "peer/meta_v004.txt",
                "peer/want_exported_v004",
                "real/rich.export.ndjson",
                "real/rich-users.export.ndjson",
                "real/rich-snap.export.ndjson",
                "real/variants.export.ndjson");
    }

    static Stream<String> logs() {
        return Stream.of(
                "peer/" + CHUNK,
                "real/rich.raft/df_meta/V004/log/" + CHUNK,
                "real/rich-users.raft/df_meta/V004/log/" + CHUNK,
                "real/rich-snap.raft/df_meta/V004/log/" + CHUNK,
                "real/variants.raft/df_meta/V004/log/" + CHUNK);
    }

    static Stream<String> snapshots() {
        return Stream.of(
                "peer/want_snapshot_v004",
                "peer/want_snapshot_v004.block-version-2",
                "real/rich-snap.raft/df_meta/V004/snapshot/1-0-1023-1795479865071.snap");
    }

    private static boolean textIsRead(byte[] text) throws IOException {
        try (NdjsonSource source = new NdjsonSource(new ByteArrayInputStream(text), "damaged", text.length)) {
            while (source.next() != null) {
                // Its content may change, but must follow the rules.
            }
            return true;
        } catch (Failure refused) {
            assertTrue(
                    Set.of(ExitStatus.DAMAGED, ExitStatus.INCOMPLETE, ExitStatus.VERSION)
                            .contains(refused.status()),
                    "status " + refused.status());
            assertTrue(refused.where().startsWith("damaged"), refused.where());
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTruncatedExportIsReadUpToALineEndOrRefused(String name) throws IOException {
        cutText(name, 31);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("texts")
    void anExportTruncatedAtAnyByteIsReadUpToALineEndOrRefused(String name) throws IOException {
        cutText(name, 1);
    }

    private static void cutText(String name, int step) throws IOException {
        byte[] whole = Files.readAllBytes(TestData.file(name));
        int place = 0;
        for (int length : cuts(whole, lineEnds(whole))) {
            if (place++ % step > 0) {
                continue;
            }
            boolean atLineEnd = length > 0 && (whole[length - 1] == '\n' || whole[length] == '\n');
            assertEquals(atLineEnd, textIsRead(Arrays.copyOf(whole, length)), name + " cut at " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anExportWithAFlippedBitIsReadOrRefused(String name) throws IOException {
        flipText(name, FEW_FLIPS);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("texts")
    void anExportWithAnyFlippedBitIsReadOrRefused(String name) throws IOException {
        flipText(name, MANY_FLIPS);
    }

    private static void flipText(String name, int flips) throws IOException {
        byte[] text = Files.readAllBytes(TestData.file(name));
        Random random = new Random(3);
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(text.length);
            int bit = 1 << random.nextInt(8);
            text[at] ^= (byte) bit;
            textIsRead(text);
            text[at] ^= (byte) bit;
        }
    }

    /** The entries of a log, or null when it was refused; omitted entries must be reported. */
    private List<Entry> entries(byte[] chunk, List<String> notes) throws IOException {
        Files.write(scratch.resolve(CHUNK), chunk);
        try (WalDir log = WalDir.open(scratch)) {
            notes.addAll(Note.texts(log.notes()));
            List<Entry> entries = new ArrayList<>();
            try (EntryCursor cursor = log.entries()) {
                for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                    entries.add(entry);
                }
            }
            return entries;
        } catch (Failure refused) {
            assertEquals(ExitStatus.DAMAGED, refused.status());
            assertTrue(refused.where().contains(CHUNK), refused.where());
            return null;
        }
    }

    private void assertNoSilentLoss(byte[] chunk, List<Entry> whole, String how) throws IOException {
        List<String> notes = new ArrayList<>();
        List<Entry> entries = entries(chunk, notes);
        if (entries != null && notes.isEmpty()) {
            fail("not reported: " + how + " left " + entries.size() + " of " + whole.size() + " entries");
        }
        if (entries != null) {
            assertBegins(whole, entries, how);
        }
    }

    /** The entries are a prefix of the log; purged entries may reappear if the purge record was lost. */
    private static void assertBegins(List<Entry> whole, List<Entry> entries, String how) {
        long first = whole.get(0).logId().index();
        List<Entry> there =
                entries.stream().filter(entry -> entry.logId().index() >= first).toList();
        assertTrue(
                there.size() <= whole.size() && whole.subList(0, there.size()).equals(there),
                () -> how + ": " + there.size() + " entries are not the first ones");
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aTruncatedLogReportsWhatIsMissing(String name) throws IOException {
        cutLog(name, 41);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("logs")
    void aLogTruncatedAtAnyByteReportsWhatIsMissing(String name) throws IOException {
        cutLog(name, 1);
    }

    private void cutLog(String name, int step) throws IOException {
        byte[] chunk = Files.readAllBytes(TestData.file(name));
        List<Entry> whole = entries(chunk, new ArrayList<>());
        Set<Integer> borders = recordEnds(chunk);
        int place = 0;
        for (int length : cuts(chunk, borders)) {
            if (place++ % step > 0) {
                continue;
            }
            byte[] cut = Arrays.copyOf(chunk, length);
            if (borders.contains(length)) {
                // A log that ends between two records is valid: nothing in it shows the loss.
                assertBegins(whole, entries(cut, new ArrayList<>()), name + " cut at " + length);
            } else {
                assertNoSilentLoss(cut, whole, name + " cut at " + length);
            }
        }
    }

    private static Set<Integer> recordEnds(byte[] chunk) throws IOException {
        Set<Integer> ends = new TreeSet<>();
        Path directory = Files.createTempDirectory("metash-ends-");
        Files.write(directory.resolve(CHUNK), chunk);
        new WalDump(directory, Optional.empty(), false, RecordLabels.NEW).print(line -> {
            if (line.startsWith("  R-")) {
                String to = line.substring(line.indexOf(", ") + 2, line.indexOf(')'));
                ends.add(Integer.parseInt(to.replace("_", "")));
            }
        });
        io.metash.files.Disk.real().deleteTree(directory);
        return ends;
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aLogWithAFlippedBitIsRefusedOrReportsWhatIsMissing(String name) throws IOException {
        flipLog(name, FEW_FLIPS);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("logs")
    void aLogWithAnyFlippedBitIsRefusedOrReportsWhatIsMissing(String name) throws IOException {
        flipLog(name, MANY_FLIPS);
    }

    private void flipLog(String name, int flips) throws IOException {
        byte[] chunk = Files.readAllBytes(TestData.file(name));
        List<Entry> whole = entries(chunk, new ArrayList<>());
        Random random = new Random(4);
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(chunk.length);
            int bit = 1 << random.nextInt(8);
            chunk[at] ^= (byte) bit;
            assertNoSilentLoss(chunk, whole, name + " bit " + bit + " of byte " + at);
            chunk[at] ^= (byte) bit;
        }
    }

    private boolean snapshotIsRead(byte[] bytes) throws IOException {
        Path file = scratch.resolve("1-0-83-1.snap");
        Files.write(file, bytes);
        return snapshotIsRead(file);
    }

    private static boolean snapshotIsRead(Path file) throws IOException {
        try (Snapshot snapshot =
                Snapshot.open(file, SnapshotId.ofFileName("1-0-83-1.snap").orElseThrow())) {
            snapshot.verify();
            return true;
        } catch (Failure refused) {
            assertTrue(
                    refused.status() == ExitStatus.DAMAGED || refused.status() == ExitStatus.VERSION,
                    "status " + refused.status());
            assertTrue(refused.where().startsWith(file.toString()), refused.where());
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void aTruncatedSnapshotIsRefused(String name) throws IOException {
        cutSnapshot(name, 67);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("snapshots")
    void aSnapshotTruncatedAtAnyByteIsRefused(String name) throws IOException {
        cutSnapshot(name, 1);
    }

    private void cutSnapshot(String name, int step) throws IOException {
        Path file = scratch.resolve("1-0-83-1.snap");
        byte[] whole = Files.readAllBytes(TestData.file(name));
        assertTrue(snapshotIsRead(whole));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length -= step) {
                channel.truncate(length);
                int at = length;
                assertTrue(!snapshotIsRead(file), () -> name + " cut at " + at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void aSnapshotWithAFlippedBitIsRefused(String name) throws IOException {
        flipSnapshot(name, FEW_FLIPS);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("snapshots")
    void aSnapshotWithAnyFlippedBitIsRefused(String name) throws IOException {
        flipSnapshot(name, MANY_FLIPS);
    }

    private void flipSnapshot(String name, int flips) throws IOException {
        byte[] bytes = Files.readAllBytes(TestData.file(name));
        Random random = new Random(5);
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(bytes.length);
            int bit = 1 << random.nextInt(8);
            bytes[at] ^= (byte) bit;
            assertTrue(!snapshotIsRead(bytes), () -> name + " bit " + bit + " of byte " + at);
            bytes[at] ^= (byte) bit;
        }
    }

    /** Reading an arbitrarily damaged log takes bounded time. */
    @ParameterizedTest
    @ValueSource(strings = {"rich-users"})
    void aDamagedLogNeverHangs(String name) throws IOException {
        byte[] chunk = Files.readAllBytes(TestData.file("real/" + name + ".raft/df_meta/V004/log/" + CHUNK));
        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            Random random = new Random(6);
            for (int i = 0; i < FEW_FLIPS; i++) {
                byte[] damaged = chunk.clone();
                for (int j = 0; j < 20; j++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                entries(damaged, new ArrayList<>());
            }
        });
    }

    private static Set<Integer> lineEnds(byte[] text) {
        Set<Integer> ends = new TreeSet<>();
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                ends.add(i + 1);
            }
        }
        return ends;
    }

    /** Every length of a small file; of others the lengths around each border and the last few thousand. */
    private static Set<Integer> cuts(byte[] whole, Set<Integer> borders) {
        Set<Integer> cuts = new TreeSet<>();
        for (int length = 1; length < whole.length; length++) {
            boolean near = borders.contains(length - 1) || borders.contains(length) || borders.contains(length + 1);
            if (whole.length < SMALL || near || length > whole.length - TAIL) {
                cuts.add(length);
            }
        }
        return cuts;
    }
}
