package io.metash.record;

/**
 * One record of a meta store in the form of data version V004 (record-stream §9): what a line of an export says. Lines of V002
 * and V003 are read into the same records.
 */
public sealed interface MetaRecord {
    /**
     * The first line.
     *
     * @param version the data version, {@code V004} in all that we write
     * @param upgrading the version that an upgrade was under way to, or null
     * @param cleaning whether that upgrade had reached its second phase
     * @param extra unknown fields
     */
    record Header(String version, String upgrading, boolean cleaning, UnknownFields extra) implements MetaRecord {
        /** The header of every export that we write. */
        public static final Header V004 = new Header("V004", null, false, UnknownFields.NONE);
    }

    /**
     * The id of the node that was exported.
     *
     * @param id u64, or null when none is stored
     */
    record NodeId(Long id) implements MetaRecord {}

    /**
     * The last vote of the node.
     *
     * @param vote the vote, or null
     */
    record Voted(Vote vote) implements MetaRecord {}

    /**
     * The last log id known to be committed.
     *
     * @param logId the log id, or null
     */
    record Committed(LogId logId) implements MetaRecord {}

    /**
     * The last log id that was purged.
     *
     * @param logId the log id, or null
     */
    record Purged(LogId logId) implements MetaRecord {}

    /**
     * An entry of the raft log.
     *
     * @param entry the entry
     */
    record Log(Entry entry) implements MetaRecord {}

    /**
     * The last sequence number given out.
     *
     * @param key the name of the generator, {@code generic-kv}
     * @param value u64
     */
    record Sequences(String key, long value) implements MetaRecord {}

    /**
     * The last log id in the snapshot.
     *
     * @param logId the log id
     */
    record LastApplied(LogId logId) implements MetaRecord {}

    /**
     * The last membership in the snapshot.
     *
     * @param membership the membership
     */
    record LastMembership(StoredMembership membership) implements MetaRecord {}

    /**
     * A node's addresses.
     *
     * @param id the node, u64
     * @param node its addresses
     */
    record Nodes(long id, Node node) implements MetaRecord {}

    /**
     * A row of the index from expiry time to key.
     *
     * @param timeMs when the key expires, milliseconds since the epoch, u64
     * @param seq the sequence number of the key's value, u64
     * @param valueSeq the row's own sequence number, u64; 0 when the line has none
     * @param key the key
     */
    record Expire(long timeMs, long seq, long valueSeq, Bytes key) implements MetaRecord {}

    /**
     * A key and its value.
     *
     * @param key the key
     * @param value the value
     */
    record Kv(Bytes key, SeqV value) implements MetaRecord {}
}
