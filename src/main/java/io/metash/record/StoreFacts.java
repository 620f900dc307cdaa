package io.metash.record;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Collects the facts of a stream other than rows and log entries, and the first and last log id. */
public final class StoreFacts implements MetaRecord.Visitor<RuntimeException> {
    private final NavigableMap<Long, Node> nodes = Membership.byId();
    private @Nullable String version;
    private @Nullable Long nodeId;
    private @Nullable Vote vote;
    private @Nullable LogId committed;
    private @Nullable LogId purged;
    private @Nullable LogId firstLog;
    private @Nullable LogId lastLog;
    private @Nullable Long sequence;
    private @Nullable LogId lastApplied;
    private @Nullable StoredMembership membership;

    /** Collects the facts of the given records. */
    public static StoreFacts of(Iterable<? extends MetaRecord> records) {
        StoreFacts facts = new StoreFacts();
        records.forEach(record -> record.visit(facts));
        return facts;
    }

    @Override
    public void header(MetaRecord.Header record) {
        version = record.version();
    }

    @Override
    public void nodeId(MetaRecord.NodeId record) {
        nodeId = record.id();
    }

    @Override
    public void voted(MetaRecord.Voted record) {
        vote = record.vote();
    }

    @Override
    public void committed(MetaRecord.Committed record) {
        committed = record.logId();
    }

    @Override
    public void purged(MetaRecord.Purged record) {
        purged = record.logId();
    }

    @Override
    public void log(MetaRecord.Log record) {
        lastLog = record.entry().logId();
        if (firstLog == null) {
            firstLog = lastLog;
        }
    }

    @Override
    public void sequences(MetaRecord.Sequences record) {
        sequence = record.value();
    }

    @Override
    public void lastApplied(MetaRecord.LastApplied record) {
        lastApplied = record.logId();
    }

    @Override
    public void lastMembership(MetaRecord.LastMembership record) {
        membership = record.membership();
    }

    @Override
    public void nodes(MetaRecord.Nodes record) {
        nodes.put(record.id(), record.node());
    }

    @Override
    public void expire(MetaRecord.Expire record) {
        // Rows are not facts.
    }

    @Override
    public void kv(MetaRecord.Kv record) {
        // Rows are not facts.
    }

    /** The data version of the header, or null. */
    public @Nullable String version() {
        return version;
    }

    /** Whether the header is that of V004. */
    public boolean isCurrent() {
        return "V004".equals(version);
    }

    /** The id of the node, or null. */
    public @Nullable Long nodeId() {
        return nodeId;
    }

    /** The last vote, or null. */
    public @Nullable Vote vote() {
        return vote;
    }

    /** The last log id known to be committed, or null. */
    public @Nullable LogId committed() {
        return committed;
    }

    /** The last log id that was purged, or null. */
    public @Nullable LogId purged() {
        return purged;
    }

    /** The first entry of the log, or null. */
    public @Nullable LogId firstLog() {
        return firstLog;
    }

    /** The last entry of the log, or null. */
    public @Nullable LogId lastLog() {
        return lastLog;
    }

    /** The last sequence number, u64, or null. */
    public @Nullable Long sequence() {
        return sequence;
    }

    /** The last applied log id, or null. */
    public @Nullable LogId lastApplied() {
        return lastApplied;
    }

    /** The last membership in the state machine, or null. */
    public @Nullable StoredMembership membership() {
        return membership;
    }

    /** The nodes by id. */
    public NavigableMap<Long, Node> nodes() {
        return nodes;
    }
}
