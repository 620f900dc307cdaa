package io.metash.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.sort.MemoryMap;
import io.metash.sort.SpillMap;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshot and log of a real server lead to the state that the server listed. */
class RealStatesTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({"rich,246", "rich-users,61", "rich-snap,1121", "variants,-1"})
    void matchesTheServersListing(String name, long sequence) throws IOException {
        Replayed replayed = replay(name, new OverlayStore(ReadStore.EMPTY, new MemoryMap()));
        assertEquals(Files.readString(TestData.file("real/" + name + ".state.ndjson")), replayed.text);
        if (sequence >= 0) {
            assertEquals(sequence, replayed.sequence);
        }
    }

    @ParameterizedTest
    @CsvSource({"rich-snap"})
    void isTheSameWhenItSpillsToDisk(String name) throws IOException {
        Replayed replayed = replay(name, new OverlayStore(ReadStore.EMPTY, new SpillMap(scratch, 10_000)));
        assertEquals(Files.readString(TestData.file("real/" + name + ".state.ndjson")), replayed.text);
    }

    private record Replayed(String text, long sequence) {}

    private static Replayed replay(String name, OverlayStore store) throws IOException {
        StateMachine machine = new StateMachine(store);
        java.util.List<Entry> log = new java.util.ArrayList<>();
        try (NdjsonSource source = NdjsonSource.open(TestData.file("real/" + name + ".export.ndjson"))) {
            for (MetaRecord r = source.next(); r != null; r = source.next()) {
                if (r instanceof MetaRecord.Log l) {
                    log.add(l.entry());
                } else if (r instanceof MetaRecord.Kv kv) {
                    store.put(kv.key(), kv.value());
                } else if (r instanceof MetaRecord.Expire e) {
                    store.addExpiry(e.timeMs(), e.seq(), e.key());
                } else {
                    machine.load(r);
                }
            }
        }
        long from = machine.lastApplied() == null ? -1 : machine.lastApplied().index();
        Long time = null;
        for (Entry entry : log) {
            if (entry.logId().index() > from) {
                machine.apply(entry);
            }
            if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                time = normal.timeMs();
            }
        }
        return new Replayed(text(store, time), machine.sequence());
    }

    private static String text(OverlayStore store, Long nowMs) throws IOException {
        JsonOut out = new JsonOut(1 << 16);
        StringBuilder text = new StringBuilder();
        LineWriter writer = new LineWriter();
        try (KvCursor keys = store.scan(Bytes.EMPTY, null)) {
            while (keys.next()) {
                SeqV value = keys.value();
                Long expires = value.meta() == null ? null : value.meta().expireAtMs();
                if (expires == null || nowMs == null || U64.compare(expires, nowMs) >= 0) {
                    out.reset();
                    writer.write(new MetaRecord.Kv(keys.key(), value), out);
                    text.append(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
        }
        store.close();
        return text.toString();
    }
}
