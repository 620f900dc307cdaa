package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * One record of a meta store in data version V004 (record-stream §9): the content of one export line. Lines of V002
 * and V003 are read into the same records.
 */
public sealed interface MetaRecord {
    /** The kinds of records, for exhaustive switches. */
    enum Kind {
        HEADER,
        NODE_ID,
        VOTE,
        COMMITTED,
        PURGED,
        LOG,
        SEQUENCES,
        LAST_APPLIED,
        LAST_MEMBERSHIP,
        NODES,
        EXPIRE,
        KV
    }

    /** The type of this record. */
    Kind kind();

    /**
     * Calls the visitor's method for this record.
     *
     * @throws X the visitor's exception
     */
    <X extends Exception> void visit(Visitor<X> visitor) throws X;

    /**
     * One method per record type. There are no default methods, so that adding a type does not compile until every
     * visitor handles it.
     *
     * @param <X> the exception of the methods
     */
    interface Visitor<X extends Exception> {
        void header(Header record) throws X;

        void nodeId(NodeId record) throws X;

        void voted(Voted record) throws X;

        void committed(Committed record) throws X;

        void purged(Purged record) throws X;

        void log(Log record) throws X;

        void sequences(Sequences record) throws X;

        void lastApplied(LastApplied record) throws X;

        void lastMembership(LastMembership record) throws X;

        void nodes(Nodes record) throws X;

        void expire(Expire record) throws X;

        void kv(Kv record) throws X;
    }

    /**
     * The first line of an export.
     *
     * @param version the data version, {@code V004} in exports written by metash
     * @param upgrading the target version of an interrupted upgrade, or null
     * @param cleaning whether that upgrade had reached its second phase
     * @param extra unknown fields
     */
    record Header(String version, @Nullable String upgrading, boolean cleaning, UnknownFields extra)
            implements MetaRecord {
        /** The header of every export written by metash. */
        public static final Header V004 = new Header("V004", null, false, UnknownFields.NONE);

        @Override
        public Kind kind() {
            return Kind.HEADER;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.header(this);
        }
    }

    /**
     * The id of the node that was exported.
     *
     * @param id u64, or null when none is stored
     */
    record NodeId(@Nullable Long id) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.NODE_ID;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.nodeId(this);
        }
    }

    /**
     * The last vote of the node.
     *
     * @param vote the vote, or null
     */
    record Voted(@Nullable Vote vote) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.VOTE;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.voted(this);
        }
    }

    /**
     * The last log id known to be committed.
     *
     * @param logId the log id, or null
     */
    record Committed(@Nullable LogId logId) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.COMMITTED;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.committed(this);
        }
    }

    /**
     * The last log id that was purged.
     *
     * @param logId the log id, or null
     */
    record Purged(@Nullable LogId logId) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.PURGED;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.purged(this);
        }
    }

    /**
     * An entry of the Raft log.
     *
     * @param entry the entry
     */
    record Log(Entry entry) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.LOG;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.log(this);
        }
    }

    /**
     * The last assigned sequence number.
     *
     * @param key the name of the generator, {@code generic-kv}
     * @param value u64
     */
    record Sequences(String key, long value) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.SEQUENCES;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.sequences(this);
        }
    }

    /**
     * The last log id in the snapshot.
     *
     * @param logId the log id
     */
    record LastApplied(LogId logId) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.LAST_APPLIED;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.lastApplied(this);
        }
    }

    /**
     * The last membership in the snapshot.
     *
     * @param membership the membership
     */
    record LastMembership(StoredMembership membership) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.LAST_MEMBERSHIP;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.lastMembership(this);
        }
    }

    /**
     * A node's addresses.
     *
     * @param id the node, u64
     * @param node its addresses
     */
    record Nodes(long id, Node node) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.NODES;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.nodes(this);
        }
    }

    /**
     * A row of the index from expiry time to key.
     *
     * @param timeMs the expiry of the key in milliseconds since the epoch, u64
     * @param seq the sequence number of the key's value, u64
     * @param valueSeq the row's own sequence number, u64; 0 when the line has none
     * @param key the key
     */
    record Expire(long timeMs, long seq, long valueSeq, Bytes key) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.EXPIRE;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.expire(this);
        }
    }

    /**
     * A key and its value.
     *
     * @param key the key
     * @param value the value
     */
    record Kv(Bytes key, SeqV value) implements MetaRecord {
        @Override
        public Kind kind() {
            return Kind.KV;
        }

        @Override
        public <X extends Exception> void visit(Visitor<X> visitor) throws X {
            visitor.kv(this);
        }
    }
}
