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

/** The state of a store after an entry of its log, as far as it can be known. */
public final class PastState implements Closeable {
    private final LogId at;
    private final OverlayStore rows;
    private final NavigableMap<Bytes, UnknownKey> unknown;
    private final Beside beside;
    private final boolean whole;

    /**
     * The parts of a state other than its keys.
     *
     * @param timeMs the time of the last entry up to it that has one, or null
     * @param sequence the last assigned sequence number, u64; its upper bound when unknown
     * @param sequenceKnown whether it is known
     * @param members the cluster
     * @param features the enabled features
     */
    record Beside(Long timeMs, long sequence, boolean sequenceKnown, Members members, List<String> features) {}

    /**
     * The cluster.
     *
     * @param membershipOrNull the membership; null when it is not known
     * @param nodes the addresses of the nodes
     * @param unknownNodes the nodes of which is not known whether they were registered, and where
     */
    record Members(StoredMembership membershipOrNull, NavigableMap<Long, Node> nodes, List<Long> unknownNodes) {}

    PastState(LogId at, OverlayStore rows, NavigableMap<Bytes, UnknownKey> unknown, Beside beside, boolean whole) {
        this.at = at;
        this.rows = rows;
        this.unknown = unknown;
        this.beside = beside;
        this.whole = whole;
    }

    /** The last entry in it, or null. */
    public LogId at() {
        return at;
    }

    /** The keys that are known, expired ones too. */
    public ReadStore rows() {
        return rows;
    }

    /** What is not known, ascending; empty when everything is known. */
    public NavigableMap<Bytes, UnknownKey> unknown() {
        return unknown;
    }

    /** Whether a key is not known. */
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

    /** Whether the log was replayed from a whole state: then nothing of it is reconstructed. */
    public boolean replayed() {
        return whole;
    }

    /** The time of the last entry up to it that has one, or null. */
    public Long timeMs() {
        return beside.timeMs();
    }

    /** The last assigned sequence number, u64; its upper bound when unknown. */
    public long sequence() {
        return beside.sequence();
    }

    /** Whether {@link #sequence} is known. */
    public boolean sequenceKnown() {
        return beside.sequenceKnown();
    }

    /** The membership, or empty when it is not known. */
    public Optional<StoredMembership> membership() {
        return Optional.ofNullable(beside.members().membershipOrNull());
    }

    /** The nodes' addresses by id. */
    public NavigableMap<Long, Node> nodes() {
        return beside.members().nodes();
    }

    /** The nodes of which is not known whether they were registered, and where. */
    public List<Long> unknownNodes() {
        return beside.members().unknownNodes();
    }

    /** The features that are switched on, ascending. */
    public List<String> features() {
        return beside.features();
    }

    /** The records of an export that are no rows: sequence, last applied, membership, nodes. */
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
