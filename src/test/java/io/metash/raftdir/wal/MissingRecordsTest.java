package io.metash.raftdir.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.raftdir.RaftDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that hides records of a log is distinguished from a torn tail and an empty log. */
class MissingRecordsTest {
    @TempDir
    Path scratch;

    private Path raft;
    private Path wal;
    private byte[] whole;

    @BeforeEach
    void copyOfARealStore() throws IOException {
        raft = Stores.copy(TestData.file("real/rich-snap.raft"), scratch.resolve("raft"));
        wal = raft.resolve("df_meta/V004/log/" + Chunk.name(0));
        whole = Files.readAllBytes(wal);
    }

    /** A record and where it starts. */
    private record Placed(WalRecord record, int start) {}

    private List<Placed> records() throws IOException {
        List<Placed> all = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
            ChunkReader reader = new ChunkReader(new Chunk(0, wal, whole.length), channel, true);
            for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                all.add(new Placed(record, (int) reader.recordStart()));
            }
        }
        return all;
    }

    /** The high bit of a length: the record then claims more bytes than the file has, like a torn one. */
    @Test
    void aLengthPastTheEndIsDamageIfARecordFollows() throws IOException {
        List<Placed> records = records();
        int tried = 0;
        for (int i = whole.length / 2; i < whole.length - 1 && tried < 60; i++) {
            int mark = whole[i] & 0xff;
            if (mark != 0xdc && mark != 0xc5 && mark != 0xda || whole[i + 1] != 0) {
                continue;
            }
            byte[] flipped = whole.clone();
            flipped[i + 1] |= (byte) 0x80;
            Files.write(wal, flipped);
            int at = i;
            int start = records.stream()
                    .mapToInt(Placed::start)
                    .filter(s -> s <= at)
                    .max()
                    .orElseThrow();
            boolean lastRecord = start == records.get(records.size() - 1).start();
            if (!lastRecord) {
                Failure damaged =
                        assertThrows(Failure.class, () -> RaftDir.open(raft).close(), "flip at " + at);
                assertEquals(ExitStatus.DAMAGED, damaged.status());
                tried++;
            }
        }
        assertTrue(tried >= 20, tried + " lengths");
    }

    @Test
    void reportsTheRecordsThatAServerWouldDiscard() throws IOException {
        List<Placed> records = records();
        int number = records.size() - 2;
        int length = -1;
        while (length < 0) {
            number--;
            length = longArray(
                    records.get(number).start(), records.get(number + 1).start());
        }
        Placed broken = records.get(number);
        Placed next = records.get(number + 1);
        byte[] flipped = whole.clone();
        flipped[length + 1] |= (byte) 0x80;
        Files.write(wal, flipped);
        Failure damaged = assertThrows(Failure.class, () -> RaftDir.open(raft));
        assertEquals("the raft log is damaged", damaged.what());
        assertEquals(
                "the record that starts here runs past the end of the file, but a whole record follows at byte "
                        + next.start() + "; a server would truncate the log at byte " + broken.start(),
                damaged.why());
    }

    /** Where an array of 16 to 255 elements begins, or -1. */
    private int longArray(int from, int to) {
        for (int at = from; at < to; at++) {
            if ((whole[at] & 0xff) == 0xdc && whole[at + 1] == 0) {
                return at;
            }
        }
        return -1;
    }

    /** Every truncation within the last record is a torn tail. */
    @Test
    void aTornTailIsIgnored() throws IOException {
        List<Placed> records = records();
        int last = records.get(records.size() - 1).start();
        for (int end = last + 1; end < whole.length; end += Math.max(1, (whole.length - last) / 50)) {
            Files.write(wal, Arrays.copyOf(whole, end));
            try (RaftDir dir = RaftDir.open(raft)) {
                assertEquals(
                        "the log ends in an unfinished write: " + (end - last) + " bytes from byte " + last + " of "
                                + wal.getFileName() + " are ignored, as by a server",
                        dir.log().notes().get(0).text());
            }
        }
    }

    @Test
    void aLogWithoutFilesIsNotAnEmptyLog() throws IOException {
        Files.delete(wal);
        Failure missing = assertThrows(Failure.class, () -> RaftDir.open(raft));
        assertEquals(ExitStatus.DAMAGED, missing.status());
        assertEquals("the files of the raft log are missing", missing.what());
        try (Stream<Path> snapshots = Files.list(raft.resolve("df_meta/V004/snapshot"))) {
            for (Path file : (Iterable<Path>) snapshots::iterator) {
                Files.delete(file);
            }
        }
        RaftDir.open(raft).close();
        Files.writeString(raft.resolve("df_meta/VERSION"), "{\"version\":\"V004\"}");
        Failure versionSays = assertThrows(Failure.class, () -> RaftDir.open(raft));
        assertEquals("VERSION exists, so the store is not empty", versionSays.why());
    }

    /** The same log in two files; the first may be missing when all of its entries are purged. */
    @Test
    void theFirstFileMayBeMissingOnlyWhenItIsPurged() throws IOException {
        List<Placed> records = records();
        int half = records.size() / 2;
        int cut = records.get(half).start();
        LogState state = LogState.EMPTY;
        for (Placed placed : records.subList(0, half)) {
            state = state.after(placed.record());
        }
        WalCodec codec = new WalCodec();
        byte[] head = codec.encode(new WalRecord.State(state));
        byte[] second = Arrays.copyOf(head, codec.encodedLength() + whole.length - cut);
        System.arraycopy(whole, cut, second, codec.encodedLength(), whole.length - cut);
        Path next = wal.resolveSibling(Chunk.name(cut));
        Files.write(wal, Arrays.copyOf(whole, cut));
        Files.write(next, second);
        RaftDir.open(raft).close();

        Files.delete(wal);
        Failure missing = assertThrows(Failure.class, () -> RaftDir.open(raft));
        assertEquals("the first files of the raft log are missing", missing.what());
        assertEquals(
                "it starts at " + cut + " and continues after " + state.last()
                        + ", but T1-N0.23 was purged: the chunks before it are missing",
                missing.why());

        byte[] purge = codec.encode(new WalRecord.PurgeUpto(state.last()));
        Files.write(next, Arrays.copyOf(purge, codec.encodedLength()), StandardOpenOption.APPEND);
        RaftDir.open(raft).close();
    }
}
