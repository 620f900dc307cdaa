package io.metash.raftdir.legacy;

import io.metash.ndjson.JsonOut;
import io.metash.raftdir.sled.SledTree;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Converts sled keys to keys of export lines (legacy-versions §5): one byte for the key space, then the encoded key.
 * Values already are JSON text.
 */
final class LegacyKeys {
    /** Key space of the Raft state. */
    static final int RAFT_STATE_KV = 4;
    /** Key space of the data header, which has its own tree. */
    static final int DATA_HEADER = 11;

    private static final Map<Integer, String> STATE_MACHINE_META =
            Map.of(1, "LastApplied", 2, "Initialized", 3, "LastMembership");
    private static final Map<Integer, String> RAFT_STATE =
            Map.of(1, "Id", 2, "HardState", 3, "StateMachineId", 4, "Committed");
    private static final Map<Integer, String> LOG_META = Map.of(1, "LastPurged");

    private final SledTree tree;
    private final String place;

    /** Creates a converter for a tree; {@code place} is the database's name in messages. */
    LegacyKeys(SledTree tree, String place) {
        this.tree = tree;
        this.place = place;
    }

    /** Writes the key space's name and the key, without the closing brace: {@code "Logs":{"key":5}. */
    void write(Bytes key, JsonOut out) {
        byte[] bytes = key.array();
        int space = 0;
        if (bytes.length != 0) {
            space = bytes[0];
        }
        switch (space) {
            case 1 -> number("Logs", key, out);
            case 2 -> number("Nodes", key, out);
            case 3 -> name("StateMachineMeta", STATE_MACHINE_META, key, out);
            case RAFT_STATE_KV -> name("RaftStateKV", RAFT_STATE, key, out);
            case 5 -> expire(key, out);
            case 6 -> text("GenericKV", bytes, out);
            case 7 -> text("Sequences", bytes, out);
            case 8 -> number("Databases", key, out);
            case 9 -> number("Tables", key, out);
            case 10 -> text("ClientLastResps", bytes, out);
            case DATA_HEADER -> lookup(bytes, out);
            case 12 -> databaseLookup(bytes, out);
            case 13 -> name("LogMeta", LOG_META, key, out);
            case 20 -> number("Share", key, out);
            case 21 -> text("ShareLookup", bytes, out);
            case 22 -> hex("ShareOutbound", bytes, out);
            case 23 -> hex("ShareInbound", bytes, out);
            default -> throw unknown(key);
        }
    }

    private Failure unknown(Bytes key) {
        return Failure.of(ExitStatus.DAMAGED, "a record of unknown kind")
                .at(place + " (tree " + tree.name() + ", key " + HexFormat.of().formatHex(key.array()) + ")")
                .because("databend-meta never wrote keys in this form")
                .next("check the key with the program that wrote it");
    }

    private static void start(String space, JsonOut out) {
        out.put('"').raw(space).raw("\":{\"key\":");
    }

    private long u64(Bytes key, int at, int end) {
        byte[] bytes = key.array();
        if (bytes.length != end) {
            throw unknown(key);
        }
        long value = 0;
        for (int i = at; i < at + Long.BYTES; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private void number(String space, Bytes key, JsonOut out) {
        start(space, out);
        out.unsigned(u64(key, 1, 9));
    }

    private void name(String space, Map<Integer, String> names, Bytes key, JsonOut out) {
        String name = null;
        if (key.length() == 2) {
            name = names.get((int) key.array()[1]);
        }
        if (name == null) {
            throw unknown(key);
        }
        start(space, out);
        out.put('"').raw(name).put('"');
    }

    private void expire(Bytes key, JsonOut out) {
        start("Expire", out);
        out.raw("{\"time_ms\":").unsigned(u64(key, 1, 17)).raw(",\"seq\":").unsigned(u64(key, 9, 17));
        out.put('}');
    }

    private static void text(String space, byte[] key, JsonOut out) {
        start(space, out);
        out.utf8(Arrays.copyOfRange(key, 1, key.length));
    }

    private static void hex(String space, byte[] key, JsonOut out) {
        start(space, out);
        String hex = HexFormat.of().formatHex(key, 1, key.length);
        out.utf8(hex.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a table lookup by database and name; for a few weeks of 2022 the same byte denoted a node's address. */
    private static void lookup(byte[] key, JsonOut out) {
        int at = 1;
        long database = 0;
        for (int shift = 0; at < key.length && shift < Long.SIZE; shift += 7) {
            database |= (long) (key[at] & 0x7f) << shift;
            if (key[at++] >= 0) {
                break;
            }
        }
        int length = 0;
        for (int shift = 0; at < key.length && shift < 28; shift += 7) {
            length |= (key[at] & 0x7f) << shift;
            if (key[at++] >= 0) {
                break;
            }
        }
        if (at + length != key.length) {
            text("MetaSrvAddrs", key, out);
            return;
        }
        start("TableLookup", out);
        out.raw("{\"database_id\":").unsigned(database).raw(",\"table_name\":");
        out.utf8(Arrays.copyOfRange(key, at, key.length)).put('}');
    }

    private static void databaseLookup(byte[] key, JsonOut out) {
        int slash = 1;
        while (slash < key.length && key[slash] != '/') {
            slash++;
        }
        start("DatabaseLookup", out);
        out.raw("{\"tenant\":").utf8(Arrays.copyOfRange(key, 1, slash)).raw(",\"delimiter\":\"/\",\"database_name\":");
        out.utf8(Arrays.copyOfRange(key, Math.min(slash + 1, key.length), key.length))
                .put('}');
    }
}
