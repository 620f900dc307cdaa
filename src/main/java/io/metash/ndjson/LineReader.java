package io.metash.ndjson;

import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses lines of V002, V003 and V004 exports into records; record types of older versions are converted to those of
 * V004 (raft-dir-v004 §5.2). Returns null for a line that the format drops.
 */
public final class LineReader {
    private static final byte[] KV = ascii("[\"state_machine/0\",{\"GenericKV\":{\"key\":");
    private static final byte[] KV_SEQ = ascii(",\"value\":{\"seq\":");
    private static final byte[] META_NULL = ascii(",\"meta\":null,\"data\":");
    private static final byte[] META = ascii(",\"meta\":");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] END = ascii("}}}]");
    private static final String STATE_MACHINE = "state_machine/";

    private static final Set<String> OLD_RAFT_KINDS = Set.of("Logs", "LogMeta", "RaftStateKV");
    private static final Set<String> NEW_RAFT_KINDS = Set.of("LogEntry", "NodeId", "Vote", "Committed", "Purged");
    private static final String NEWEST = "V004";

    private final ReadNotes notes;
    private final JsonIn in;
    private @Nullable String expected;

    /** Creates a reader that adds its findings to {@code notes}. */
    public LineReader(ReadNotes notes) {
        this(notes, false);
    }

    /** Creates a reader; {@code bulk} when many lines will be read. */
    LineReader(ReadNotes notes, boolean bulk) {
        this.notes = notes;
        this.in = new JsonIn(notes, bulk);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Rejects, from now on, Raft records of a version other than that of the header. */
    void expect(@Nullable String version) {
        expected = version;
    }

    /** The version of the header, or null when records of every version are accepted. */
    @Nullable
    String expected() {
        return expected;
    }

    /** Parses the line in a range of a buffer, without its line end; throws {@link BadText}. */
    @Nullable
    MetaRecord readLine(byte[] buffer, int from, int to) {
        in.begin(buffer, from, to);
        if (in.skip(KV)) {
            MetaRecord kv = hotKv();
            if (kv != null) {
                in.end();
                return kv;
            }
            in.begin(buffer, from, to);
        }
        return anyLine();
    }

    /**
     * Parses a line of the most common form without knowing where it ends. Returns null when the line has another
     * form, is incomplete or invalid; the caller then parses it with {@link #readLine}. Such a line contains no line
     * end, so none is skipped.
     */
    @Nullable
    MetaRecord readAhead(byte[] buffer, int from, int to) {
        in.begin(buffer, from, to);
        if (!in.skip(KV)) {
            return null;
        }
        try {
            MetaRecord kv = hotKv();
            if (kv != null && in.at() < to && buffer[in.at()] == '\n') {
                return kv;
            }
            return null;
        } catch (BadText invalid) {
            return null;
        }
    }

    /** The position of the line end at which {@link #readAhead} stopped. */
    int aheadAt() {
        return in.at();
    }

    /**
     * Parses one line.
     *
     * @throws io.metash.record.Failure naming the byte in the buffer, when the line is not one of an export
     */
    public @Nullable MetaRecord read(byte[] buffer, int from, int to) {
        try {
            return readLine(buffer, from, to);
        } catch (BadText bad) {
            throw Failure.of(bad.status(), bad.what())
                    .at("byte " + (bad.at() - from) + " of the line")
                    .causedBy(bad);
        }
    }

    /** The most common form of a line; null when the line has another form, which may be valid too. */
    private @Nullable MetaRecord hotKv() {
        byte[] key = in.string();
        if (!in.skip(KV_SEQ)) {
            return null;
        }
        long seq = in.unsigned();
        KvMeta meta = null;
        if (!in.skip(META_NULL)) {
            if (!in.skip(META)) {
                return null;
            }
            meta = in.meta();
            if (!in.skip(DATA)) {
                return null;
            }
        }
        Bytes data = in.bytes();
        if (!in.skip(END)) {
            return null;
        }
        return new MetaRecord.Kv(Bytes.of(key), new SeqV(seq, meta, data));
    }

    private @Nullable MetaRecord anyLine() {
        if (!in.skip('[')) {
            throw in.expected("a line of an export, which starts with '['");
        }
        int treeAt = in.at();
        String tree = text();
        in.need(',');
        in.need('{');
        int kindAt = in.at();
        String kind = text();
        in.need(':');
        MetaRecord record;
        if (tree.startsWith(STATE_MACHINE)) {
            record = state(kind, kindAt);
        } else {
            record = switch (tree) {
                case "header" -> header(kind, kindAt);
                case "raft_state", "raft_log" -> raft(kind, kindAt);
                default ->
                    throw new BadText(
                            treeAt,
                            "unknown tree '" + tree + "', expected header, raft_state, raft_log or state_machine/0");
            };
        }
        in.need('}');
        in.need(']');
        in.end();
        return record;
    }

    private String text() {
        return new String(in.string(), StandardCharsets.UTF_8);
    }

    private Lines.KeyAndValue keyed(Shape.Struct<Lines.KeyAndValue> shape, String kind) {
        Lines.KeyAndValue keyed = in.read(shape);
        lost(keyed.extra(), kind);
        return keyed;
    }

    /** Reports fields outside key and value, which a record cannot hold. */
    private void lost(UnknownFields extra, String kind) {
        extra.fields().forEach(field -> notes.dropped("unknown field '" + field.name() + "' of a " + kind + " line"));
    }

    private MetaRecord header(String kind, int kindAt) {
        if (!kind.equals("DataHeader")) {
            throw new BadText(kindAt, "unknown record '" + kind + "', expected DataHeader");
        }
        return (MetaRecord.Header) keyed(Lines.HEADER_LINE, kind).value();
    }

    private @Nullable MetaRecord raft(String kind, int kindAt) {
        boolean newest = NEWEST.equals(expected);
        if (expected != null && (newest ? OLD_RAFT_KINDS : NEW_RAFT_KINDS).contains(kind)) {
            String of = NEWEST;
            if (newest) {
                of = "V003 or earlier";
            }
            throw new BadText(
                    kindAt,
                    "the header in line 1 says " + expected + ", but the record " + kind + " is from " + of
                            + ": two files may have been concatenated");
        }
        return switch (kind) {
            case "LogEntry" -> new MetaRecord.Log(in.read(Shapes.ENTRY));
            case "NodeId" -> new MetaRecord.NodeId((Long) in.read(new Shape.Option(Shape.Plain.U64)));
            case "Vote" -> new MetaRecord.Voted((Vote) in.read(new Shape.Option(Shapes.VOTE)));
            case "Committed" -> new MetaRecord.Committed((LogId) in.read(new Shape.Option(Shapes.LOG_ID)));
            case "Purged" -> new MetaRecord.Purged((LogId) in.read(new Shape.Option(Shapes.LOG_ID)));
            case "Logs" -> oldLog(kindAt);
            case "LogMeta" -> {
                Lines.KeyAndValue meta = keyed(Lines.LOG_META, kind);
                expectKey(meta, kindAt, "LastPurged");
                yield new MetaRecord.Purged((LogId) meta.value());
            }
            case "RaftStateKV" -> raftState(kindAt);
            default ->
                throw new BadText(
                        kindAt,
                        "unknown record '" + kind
                                + "' of the raft log, expected NodeId, Vote, Committed, Purged or LogEntry");
        };
    }

    private MetaRecord oldLog(int kindAt) {
        Lines.KeyAndValue log = keyed(Lines.LOGS, "Logs");
        Entry entry = (Entry) log.value();
        if ((Long) log.key() != entry.logId().index()) {
            throw new BadText(
                    kindAt,
                    "the key " + U64.text((Long) log.key()) + " is not the index of the entry " + entry.logId());
        }
        return new MetaRecord.Log(entry);
    }

    private static void expectKey(Lines.KeyAndValue keyed, int at, String key) {
        if (!keyed.key().equals(key)) {
            throw new BadText(at, "unknown key '" + keyed.key() + "', expected '" + key + "'");
        }
    }

    private @Nullable MetaRecord raftState(int kindAt) {
        Lines.KeyAndValue state = keyed(Lines.RAFT_STATE, "RaftStateKV");
        Object value = state.value();
        switch ((String) state.key()) {
            case "Id":
                if (value instanceof Long id) {
                    return new MetaRecord.NodeId(id);
                }
                break;
            case "HardState":
                if (value instanceof Vote vote) {
                    return new MetaRecord.Voted(vote);
                }
                break;
            case "Committed":
                if (value == null || value instanceof LogId) {
                    return new MetaRecord.Committed((LogId) value);
                }
                break;
            case "StateMachineId":
                notes.dropped("StateMachineId");
                return null;
            default:
                break;
        }
        throw new BadText(kindAt, "the key '" + state.key() + "' of RaftStateKV does not match its value");
    }

    private @Nullable MetaRecord state(String kind, int kindAt) {
        switch (kind) {
            case "GenericKV": {
                Lines.KeyAndValue kv = keyed(Lines.GENERIC_KV, kind);
                return new MetaRecord.Kv((Bytes) kv.key(), (SeqV) kv.value());
            }
            case "Expire": {
                Lines.KeyAndValue expire = keyed(Lines.EXPIRE, kind);
                Lines.ExpireKey key = (Lines.ExpireKey) expire.key();
                Lines.ExpireValue value = (Lines.ExpireValue) expire.value();
                lost(key.extra(), kind);
                lost(value.extra(), kind);
                return new MetaRecord.Expire(
                        key.timeMs(), key.seq(), value.seq() == null ? 0 : value.seq(), value.key());
            }
            case "Sequences": {
                Lines.KeyAndValue sequences = keyed(Lines.SEQUENCES, kind);
                return new MetaRecord.Sequences((String) sequences.key(), (Long) sequences.value());
            }
            case "Nodes": {
                Lines.KeyAndValue node = keyed(Lines.NODES, kind);
                return new MetaRecord.Nodes((Long) node.key(), withoutListenAddress((Node) node.value()));
            }
            case "StateMachineMeta":
                return stateMeta(kindAt);
            case "DataHeader":
                keyed(Lines.HEADER_LINE, kind);
                notes.dropped("DataHeader inside the state machine");
                return null;
            default:
                throw new BadText(
                        kindAt,
                        "unknown record '" + kind
                                + "' of the state machine, expected Sequences, StateMachineMeta, Nodes, Expire or"
                                + " GenericKV");
        }
    }

    /** Drops grpc_api_addr as written in 2022: a listen address, useless to clients (record-stream §7). */
    private Node withoutListenAddress(Node node) {
        if (node.extra().isEmpty()
                || node.extra().fields().stream()
                        .noneMatch(field -> field.name().equals("grpc_api_addr"))) {
            return node;
        }
        notes.dropped("grpc_api_addr of a node");
        UnknownFields rest = new UnknownFields(node.extra().fields().stream()
                .filter(field -> !field.name().equals("grpc_api_addr"))
                .toList());
        return new Node(node.name(), node.endpoint(), node.grpcApiAdvertiseAddress(), rest);
    }

    private @Nullable MetaRecord stateMeta(int kindAt) {
        Lines.KeyAndValue meta = keyed(Lines.STATE_MACHINE_META, "StateMachineMeta");
        Object value = meta.value();
        if (meta.key().equals("LastApplied") && value instanceof LogId applied) {
            return new MetaRecord.LastApplied(applied);
        }
        if (meta.key().equals("LastMembership") && value instanceof StoredMembership membership) {
            return new MetaRecord.LastMembership(membership);
        }
        if (meta.key().equals("Initialized") && value instanceof Boolean) {
            notes.dropped("Initialized");
            return null;
        }
        throw new BadText(kindAt, "the key '" + meta.key() + "' of StateMachineMeta does not match its value");
    }
}
