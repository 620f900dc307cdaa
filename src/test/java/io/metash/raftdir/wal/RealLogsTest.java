package io.metash.raftdir.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.files.Disk;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that real servers wrote. */
class RealLogsTest {
    private static final String CHUNK = "r-00_000_000_000_000_000_000.wal";

    @TempDir
    Path scratch;

    private static List<WalRecord> records(Path chunk) throws IOException {
        List<WalRecord> records = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(chunk)) {
            ChunkReader reader = new ChunkReader(new Chunk(0, chunk, Files.size(chunk)), channel, true);
            for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    private void rewritesUnchanged(Path chunk) throws IOException {
        List<WalRecord> records = records(chunk);
        Path log = Files.createDirectory(scratch.resolve("log"));
        try (LogWriter writer = new LogWriter(log, Disk.real(), null)) {
            for (WalRecord record : records.subList(1, records.size())) {
                writer.append(record);
            }
            writer.sync();
        }
        assertArrayEquals(Files.readAllBytes(chunk), Files.readAllBytes(log.resolve(CHUNK)));
    }

    @Test
    void allRecordsOfTheSampleAreRead() throws IOException {
        Path chunk = TestData.file("peer/" + CHUNK);
        assertEquals(705, records(chunk).size());
        rewritesUnchanged(chunk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap", "variants"})
    void everyRecordOfARealStore(String store) throws IOException {
        Path log = TestData.file("real/" + store + ".raft/df_meta/V004/log");
        rewritesUnchanged(log.resolve(CHUNK));
        List<Entry> exported = new ArrayList<>();
        try (NdjsonSource source = NdjsonSource.open(TestData.file("real/" + store + ".export.ndjson"))) {
            for (MetaRecord r = source.next(); r != null; r = source.next()) {
                if (r instanceof MetaRecord.Log entry) {
                    exported.add(entry.entry());
                }
            }
        }
        List<Entry> read = new ArrayList<>();
        try (WalDir dir = WalDir.open(log);
                EntryCursor entries = dir.entries()) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                read.add(entry);
            }
        }
        assertEquals(exported, read);
    }
}
