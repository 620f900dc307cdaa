package io.metash.ndjson;

import io.metash.record.KvMeta;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Formats records as lines of a V004 export in their current form, without the line end (record-stream §9). */
public final class LineWriter {
    private static final byte[] KV = ascii("[\"state_machine/0\",{\"GenericKV\":{\"key\":");
    private static final byte[] KV_SEQ = ascii(",\"value\":{\"seq\":");
    private static final byte[] META = ascii(",\"meta\":");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] END = ascii("}}}]");
    private static final byte[] STATE = ascii("[\"state_machine/0\",{\"");
    private static final byte[] LOG = ascii("[\"raft_log\",{\"");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends the line of a record. */
    public void write(MetaRecord record, JsonOut out) {
        if (record instanceof MetaRecord.Kv kv) {
            writeKv(kv, out);
        } else {
            record.visit(new RareLine(out));
        }
    }

    private static void writeKv(MetaRecord.Kv kv, JsonOut out) {
        SeqV value = kv.value();
        out.raw(KV).utf8(kv.key().array()).raw(KV_SEQ).unsigned(value.seq()).raw(META);
        KvMeta meta = value.meta();
        if (meta == null) {
            out.raw("null");
        } else {
            MetaText.write(meta, out);
        }
        out.raw(DATA).bytes(value.data().array());
        JsonText.writeExtra(value.extra(), false, out);
        out.raw(END);
    }

    private static void writeExpire(MetaRecord.Expire expire, JsonOut out) {
        out.raw(STATE).raw("Expire\":{\"key\":{\"time_ms\":").unsigned(expire.timeMs());
        out.raw(",\"seq\":").unsigned(expire.seq()).raw("},\"value\":{");
        if (expire.valueSeq() != 0) {
            out.raw("\"seq\":").unsigned(expire.valueSeq()).put(',');
        }
        out.raw("\"key\":").utf8(expire.key().array()).raw(END);
    }

    /** Formats records other than keys; keys, the most common ones, have a faster path. */
    private record RareLine(JsonOut out) implements MetaRecord.Visitor<RuntimeException> {
        @Override
        public void header(MetaRecord.Header header) {
            out.raw("[\"header\",{\"DataHeader\":");
            JsonText.write(Lines.HEADER_LINE, new Lines.KeyAndValue("header", header, UnknownFields.NONE), out);
            out.raw("}]");
        }

        @Override
        public void nodeId(MetaRecord.NodeId id) {
            writeLog("NodeId", Shape.Plain.U64, id.id(), out);
        }

        @Override
        public void voted(MetaRecord.Voted voted) {
            writeLog("Vote", Shapes.VOTE, voted.vote(), out);
        }

        @Override
        public void committed(MetaRecord.Committed committed) {
            writeLog("Committed", Shapes.LOG_ID, committed.logId(), out);
        }

        @Override
        public void purged(MetaRecord.Purged purged) {
            writeLog("Purged", Shapes.LOG_ID, purged.logId(), out);
        }

        @Override
        public void log(MetaRecord.Log log) {
            out.raw(LOG).raw("LogEntry\":");
            JsonText.write(Shapes.ENTRY, log.entry(), out);
            out.raw("}]");
        }

        @Override
        public void sequences(MetaRecord.Sequences s) {
            writeState("Sequences", Lines.SEQUENCES, s.key(), s.value(), out);
        }

        @Override
        public void lastApplied(MetaRecord.LastApplied applied) {
            writeState("StateMachineMeta", Lines.STATE_MACHINE_META, "LastApplied", applied.logId(), out);
        }

        @Override
        public void lastMembership(MetaRecord.LastMembership last) {
            writeState("StateMachineMeta", Lines.STATE_MACHINE_META, "LastMembership", last.membership(), out);
        }

        @Override
        public void nodes(MetaRecord.Nodes node) {
            writeState("Nodes", Lines.NODES, node.id(), node.node(), out);
        }

        @Override
        public void expire(MetaRecord.Expire expire) {
            writeExpire(expire, out);
        }

        @Override
        public void kv(MetaRecord.Kv kv) {
            writeKv(kv, out);
        }
    }

    private static void writeLog(String name, Shape kind, @Nullable Object value, JsonOut out) {
        out.raw(LOG).raw(name).raw("\":");
        JsonText.write(new Shape.Option(kind), value, out);
        out.raw("}]");
    }

    private static void writeState(
            String name, Shape.Struct<Lines.KeyAndValue> shape, Object key, Object value, JsonOut out) {
        out.raw(STATE).raw(name).raw("\":");
        JsonText.write(shape, new Lines.KeyAndValue(key, value, UnknownFields.NONE), out);
        out.raw("}]");
    }
}
