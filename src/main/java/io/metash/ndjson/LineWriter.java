package io.metash.ndjson;

import io.metash.record.KvMeta;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;

/** Writes records as lines of a V004 export, newest generation, without the line end (record-stream §9). */
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
        } else if (record instanceof MetaRecord.Log log) {
            out.raw(LOG).raw("LogEntry\":");
            JsonText.write(Shapes.ENTRY, log.entry(), out);
            out.raw("}]");
        } else if (record instanceof MetaRecord.Expire expire) {
            writeExpire(expire, out);
        } else {
            writeRare(record, out);
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

    private static void writeRare(MetaRecord record, JsonOut out) {
        if (record instanceof MetaRecord.Header header) {
            out.raw("[\"header\",{\"DataHeader\":");
            JsonText.write(Lines.HEADER_LINE, new Lines.Keyed("header", header, UnknownFields.NONE), out);
            out.raw("}]");
        } else if (record instanceof MetaRecord.NodeId id) {
            log("NodeId", Shape.Plain.U64, id.id(), out);
        } else if (record instanceof MetaRecord.Voted vote) {
            log("Vote", Shapes.VOTE, vote.vote(), out);
        } else if (record instanceof MetaRecord.Committed committed) {
            log("Committed", Shapes.LOG_ID, committed.logId(), out);
        } else if (record instanceof MetaRecord.Purged purged) {
            log("Purged", Shapes.LOG_ID, purged.logId(), out);
        } else if (record instanceof MetaRecord.Sequences s) {
            state("Sequences", Lines.SEQUENCES, s.key(), s.value(), out);
        } else if (record instanceof MetaRecord.LastApplied applied) {
            state("StateMachineMeta", Lines.STATE_MACHINE_META, "LastApplied", applied.logId(), out);
        } else if (record instanceof MetaRecord.LastMembership last) {
            state("StateMachineMeta", Lines.STATE_MACHINE_META, "LastMembership", last.membership(), out);
        } else {
            MetaRecord.Nodes node = (MetaRecord.Nodes) record;
            state("Nodes", Lines.NODES, node.id(), node.node(), out);
        }
    }

    private static void log(String name, Shape kind, Object value, JsonOut out) {
        out.raw(LOG).raw(name).raw("\":");
        JsonText.write(new Shape.Option(kind), value, out);
        out.raw("}]");
    }

    private static void state(String name, Shape.Struct<Lines.Keyed> shape, Object key, Object value, JsonOut out) {
        out.raw(STATE).raw(name).raw("\":");
        JsonText.write(shape, new Lines.Keyed(key, value, UnknownFields.NONE), out);
        out.raw("}]");
    }
}
