package io.metash.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.UnknownFields;
import io.metash.sort.MemoryMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Log entries without a time, or with a time lower than before, as a real server applies them. */
class EntryWithoutTimeTest {
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private final OverlayStore store = new OverlayStore(ReadStore.EMPTY, new MemoryMap());
    private final StateMachine machine = new StateMachine(store);
    private long index;

    private void put(Long timeMs, String key, Cmd.MatchSeq seq, String value, Long ttlMs) throws IOException {
        Cmd.MetaSpec meta = ttlMs == null
                ? null
                : new Cmd.MetaSpec(null, new Cmd.Ttl(ttlMs, UnknownFields.NONE), UnknownFields.NONE);
        Cmd cmd = new Cmd.UpsertKv(Bytes.utf8(key), seq, new Cmd.Update(Bytes.utf8(value)), meta);
        machine.apply(new Entry(LogId.of(1, 1, index++), new Entry.Normal(timeMs, cmd)));
    }

    private String state() throws IOException {
        JsonOut out = new JsonOut(1024);
        LineWriter writer = new LineWriter();
        try (KvCursor keys = store.scan(Bytes.EMPTY, null)) {
            while (keys.next()) {
                writer.write(new MetaRecord.Kv(keys.key(), keys.value()), out);
                out.put('\n');
            }
        }
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8) + "sequence " + machine.sequence();
    }

    @Test
    void anEntryWithoutTimeHasTimeZero() throws IOException {
        put(null, "a", new Cmd.Any(), "1", null);
        assertEquals(
                """
                ["state_machine/0",{"GenericKV":{"key":"a","value":{"seq":1,"meta":{"proposed_at_ms":0},"data":[49]}}}]
                sequence 1""",
                state());
    }

    /**
     * A server removes keys that expired since the previous entry; a key that was already expired when written stays.
     */
    @Test
    void aKeyThatIsLateWhenWrittenNeverExpires() throws IOException {
        put(YEAR_2100, "first", new Cmd.Any(), "1", null);
        put(null, "h", new Cmd.Exact(0), "/", 60_000L);
        put(YEAR_2100 + 1, "h", new Cmd.Exact(0), "1", 300_000L);
        assertEquals(
                """
                ["state_machine/0",{"GenericKV":{"key":"first","value":{"seq":1,"meta":{"proposed_at_ms":4102444800000},"data":[49]}}}]
                ["state_machine/0",{"GenericKV":{"key":"h","value":{"seq":2,"meta":{"expire_at":60000,"proposed_at_ms":0},"data":[47]}}}]
                sequence 2""",
                state());
    }

    @Test
    void aKeyThatExpiresInTimeIsRemoved() throws IOException {
        put(1_700_000_000_000L, "a", new Cmd.Any(), "1", 10L);
        put(1_700_000_000_005L, "b", new Cmd.Exact(0), "2", null);
        put(1_700_000_000_020L, "a", new Cmd.Exact(0), "3", null);
        assertEquals(
                """
                ["state_machine/0",{"GenericKV":{"key":"a","value":{"seq":3,"meta":{"proposed_at_ms":1700000000020},"data":[51]}}}]
                ["state_machine/0",{"GenericKV":{"key":"b","value":{"seq":2,"meta":{"proposed_at_ms":1700000000005},"data":[50]}}}]
                sequence 3""",
                state());
    }
}
