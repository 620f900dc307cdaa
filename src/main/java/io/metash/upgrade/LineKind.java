package io.metash.upgrade;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record kinds of all data versions, and the versions in which each occurs (record-stream §5, §9; legacy-versions
 * §2).
 */
enum LineKind {
    /** The data version. */
    DATA_HEADER("DataHeader", Place.HEADER, DataVersion.V0_H, DataVersion.V004),
    /** Node id, vote, Committed, StateMachineId. */
    RAFT_STATE_KV("RaftStateKV", Place.RAFT_STATE, DataVersion.V0_A, DataVersion.V003),
    /** A log entry. */
    LOGS("Logs", Place.RAFT_LOG, DataVersion.V0_A, DataVersion.V003),
    /** The last purged log id. */
    LOG_META("LogMeta", Place.RAFT_LOG, DataVersion.V0_A, DataVersion.V003),
    /** The node id of V004. */
    NODE_ID("NodeId", Place.RAFT_LOG, DataVersion.V004, DataVersion.V004),
    /** The vote of V004. */
    VOTE("Vote", Place.RAFT_LOG, DataVersion.V004, DataVersion.V004),
    /** Committed of V004. */
    COMMITTED("Committed", Place.RAFT_LOG, DataVersion.V004, DataVersion.V004),
    /** The last purged log id of V004. */
    PURGED("Purged", Place.RAFT_LOG, DataVersion.V004, DataVersion.V004),
    /** A log entry of V004. */
    LOG_ENTRY("LogEntry", Place.RAFT_LOG, DataVersion.V004, DataVersion.V004),
    /** A node's addresses. */
    NODES("Nodes", Place.STATE, DataVersion.V0_A, DataVersion.V004),
    /** LastApplied, Initialized, LastMembership. */
    STATE_MACHINE_META("StateMachineMeta", Place.STATE, DataVersion.V0_A, DataVersion.V004),
    /** A row of the index from expiry time to key. */
    EXPIRE("Expire", Place.STATE, DataVersion.V0_B, DataVersion.V004),
    /** A key. */
    GENERIC_KV("GenericKV", Place.STATE, DataVersion.V0_A, DataVersion.V004),
    /** The last number of a generator. */
    SEQUENCES("Sequences", Place.STATE, DataVersion.V0_A, DataVersion.V004),
    /** A database by id. */
    DATABASES("Databases", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** A database id by name. */
    DATABASE_LOOKUP("DatabaseLookup", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** A table by id. */
    TABLES("Tables", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** A table id by name. */
    TABLE_LOOKUP("TableLookup", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** A share by id. */
    SHARE("Share", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** A share id by name. */
    SHARE_LOOKUP("ShareLookup", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** The accounts of a share. */
    SHARE_OUTBOUND("ShareOutbound", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** The shares of an account. */
    SHARE_INBOUND("ShareInbound", Place.STATE, DataVersion.V0_A, DataVersion.V0_A),
    /** The last reply to a client; declared and never written. */
    CLIENT_LAST_RESPS("ClientLastResps", Place.STATE, DataVersion.V0_A, DataVersion.V003),
    /** Addresses of meta servers. */
    META_SRV_ADDRS("MetaSrvAddrs", Place.STATE, DataVersion.V0_B, DataVersion.V0_B);

    private static final List<LineKind> ALL = List.of(values());

    private final String label;
    private final byte[] bytes;
    private final Place place;
    private final DataVersion first;
    private final DataVersion last;

    /** Positions of records in an export. */
    enum Place {
        /** Tree {@code header}. */
        HEADER("header"),
        /** Tree {@code raft_state}. */
        RAFT_STATE("raft_state"),
        /** Tree {@code raft_log}. */
        RAFT_LOG("raft_log"),
        /** Tree {@code state_machine/n}. */
        STATE("state_machine/");

        private final String tree;

        Place(String tree) {
            this.tree = tree;
        }

        /** The tree's name, or its prefix. */
        String tree() {
            return tree;
        }
    }

    LineKind(String label, Place place, DataVersion first, DataVersion last) {
        this.label = label;
        this.bytes = label.getBytes(StandardCharsets.US_ASCII);
        this.place = place;
        this.first = first;
        this.last = last;
    }

    /** The name in a line. */
    String label() {
        return label;
    }

    Place place() {
        return place;
    }

    /** The first version that has such records. */
    DataVersion first() {
        return first;
    }

    /** The last version that has such records. */
    DataVersion last() {
        return last;
    }

    /** Whether a version has such records. */
    boolean in(DataVersion version) {
        return first.compareTo(version) <= 0 && version.compareTo(last) <= 0;
    }

    /** Whether the kind belongs to the catalog that was part of the state machine until v0.7.39. */
    boolean catalog() {
        return last == DataVersion.V0_A;
    }

    static Optional<LineKind> named(String label) {
        return ALL.stream().filter(kind -> kind.label.equals(label)).findFirst();
    }

    /** Returns the kind named by a range of bytes, or null. */
    static @Nullable LineKind at(byte[] text, int from, int to) {
        for (LineKind kind : ALL) {
            if (Arrays.equals(kind.bytes, 0, kind.bytes.length, text, from, to)) {
                return kind;
            }
        }
        return null;
    }
}
