package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store's state after a log entry, as far as it is known. */
public final class PastState implements Closeable {
    private final LogId at;
    private final OverlayStore rows;
    private final NavigableMap<Bytes, UnknownKey> unknown;
    private final Meta meta;
    private final boolean whole;

    /**
     * The parts of a state other than its keys.
     *
     * @param timeMs the time of the last entry with a time, or null
     * @param sequence the last assigned sequence number, u64; its upper bound when unknown
     * @param sequenceKnown whether {@code sequence} is exact
     * @param members the cluster
     * @param features the enabled features
     */
    record Meta(@Nullable Long timeMs, long sequence, boolean sequenceKnown, Members members, List<String> features) {}

    /**
     * The cluster.
     *
     * @param membership the membership; null when unknown
     * @param nodes the node addresses
     * @param unknownNodes the nodes whose registration or address is unknown
     */
    record Members(@Nullable StoredMembership membership, NavigableMap<Long, Node> nodes, List<Long> unknownNodes) {}

    PastState(LogId at, OverlayStore rows, NavigableMap<Bytes, UnknownKey> unknown, Meta meta, boolean whole) {
        this.at = at;
        this.rows = rows;
        this.unknown = unknown;
        this.meta = meta;
        this.whole = whole;
    }

    /** Returns the last log id in the state. */
    public LogId at() {
        return at;
    }

    /** Returns the known keys, including expired ones. */
    public ReadStore rows() {
        return rows;
    }

    /** Returns the unknown keys, ascending; empty when the state is complete. */
    public NavigableMap<Bytes, UnknownKey> unknown() {
        return unknown;
    }

    /** Returns the entry for a key if it is unknown. */
    public Optional<UnknownKey> unknown(Bytes key) {
        UnknownKey itself = unknown.get(key);
        if (itself != null) {
            return Optional.of(itself);
        }
        for (Map.Entry<Bytes, UnknownKey> before = unknown.lowerEntry(key);
                before != null;
                before = unknown.lowerEntry(before.getKey())) {
            UnknownKey below = before.getValue();
            if (below.reason() == UnknownKey.Reason.DELETED_BELOW && key.startsWith(below.key())) {
                return Optional.of(below);
            }
        }
        return Optional.empty();
    }

    /** Whether the log was replayed from a complete state, so that nothing is inferred. */
    public boolean replayed() {
        return whole;
    }

    /** Returns the time of the last entry with a time, or null. */
    public @Nullable Long timeMs() {
        return meta.timeMs();
    }

    /** Returns the last assigned sequence number, u64; its upper bound when unknown. */
    public long sequence() {
        return meta.sequence();
    }

    /** Whether {@link #sequence} is exact. */
    public boolean sequenceKnown() {
        return meta.sequenceKnown();
    }

    /** Returns the membership, or empty when unknown. */
    public Optional<StoredMembership> membership() {
        return Optional.ofNullable(meta.members().membership());
    }

    /** Returns the node addresses by id. */
    public NavigableMap<Long, Node> nodes() {
        return meta.members().nodes();
    }

    /** Returns the nodes whose registration or address is unknown. */
    public List<Long> unknownNodes() {
        return meta.members().unknownNodes();
    }

    /** Returns the enabled features, ascending. */
    public List<String> features() {
        return meta.features();
    }

    /** Returns the export's records other than rows: sequence, last applied, membership, nodes. */
    public List<MetaRecord> facts() {
        List<MetaRecord> facts = new ArrayList<>();
        facts.add(new MetaRecord.Sequences("generic-kv", sequence()));
        facts.add(new MetaRecord.LastApplied(at));
        facts.add(new MetaRecord.LastMembership(membership().orElse(StoredMembership.none())));
        nodes().forEach((id, node) -> facts.add(new MetaRecord.Nodes(id, node)));
        return facts;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
