package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import io.metash.state.ApplyResult.Change;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state machine of the meta service (meta-service-api §4). */
public final class StateMachine {
    private static final ApplyResult UNCHANGED = new ApplyResult(List.of(), new ApplyResult.Done());

    private final StateWriter writer;
    private final NavigableMap<Long, Node> nodes = Membership.byId();
    private final NavigableSet<String> features = new TreeSet<>();
    private StoredMembership lastMembership = StoredMembership.none();
    private @Nullable LogId lastApplied;

    /** Creates a state machine over a store; everything but keys is loaded by {@link #load}. */
    public StateMachine(OverlayStore store) {
        this.writer = new StateWriter(store);
    }

    /** Loads a snapshot record that is not a row: sequence, last applied, membership, node; ignores other records. */
    public void load(MetaRecord fact) {
        fact.visit(new SnapshotLoader());
    }

    private final class SnapshotLoader implements MetaRecord.Visitor<RuntimeException> {
        @Override
        public void sequences(MetaRecord.Sequences record) {
            writer.sequence(record.value());
        }

        @Override
        public void lastApplied(MetaRecord.LastApplied record) {
            lastApplied = record.logId();
        }

        @Override
        public void lastMembership(MetaRecord.LastMembership record) {
            lastMembership = record.membership();
        }

        @Override
        public void nodes(MetaRecord.Nodes record) {
            nodes.put(record.id(), record.node());
        }

        @Override
        public void header(MetaRecord.Header record) {
            // Not part of the state machine.
        }

        @Override
        public void nodeId(MetaRecord.NodeId record) {
            // Part of the Raft log.
        }

        @Override
        public void voted(MetaRecord.Voted record) {
            // Part of the Raft log.
        }

        @Override
        public void committed(MetaRecord.Committed record) {
            // Part of the Raft log.
        }

        @Override
        public void purged(MetaRecord.Purged record) {
            // Part of the Raft log.
        }

        @Override
        public void log(MetaRecord.Log record) {
            // Entries are applied, not loaded.
        }

        @Override
        public void expire(MetaRecord.Expire record) {
            // Rows are loaded into the store.
        }

        @Override
        public void kv(MetaRecord.Kv record) {
            // Rows are loaded into the store.
        }
    }

    /** Enables features found in a snapshot. */
    public void loadFeatures(List<String> on) {
        features.addAll(on);
    }

    /**
     * Sets whether changes by expiry or by prefix carry the previous values, which watchers need. Without them, an
     * entry that removes many keys keeps no values in memory.
     */
    public void keepRemovedValues(boolean keep) {
        writer.keepRemovedValues(keep);
    }

    /** Applies the next entry of the log. */
    public ApplyResult apply(Entry entry) throws IOException {
        lastApplied = entry.logId();
        return entry.payload()
                .match(
                        blank -> UNCHANGED,
                        members -> {
                            lastMembership = new StoredMembership(entry.logId(), members.membership());
                            return UNCHANGED;
                        },
                        this::apply);
    }

    private ApplyResult apply(Entry.Normal normal) throws IOException {
        writer.begin(normal.timeMs() == null ? 0 : normal.timeMs());
        ApplyResult.Reply reply = normal.cmd()
                .match(
                        this::addNode,
                        remove -> {
                            nodes.remove(remove.nodeId());
                            return new ApplyResult.Done();
                        },
                        this::setFeature,
                        this::upsert,
                        txn -> new Transactions(writer).run(txn),
                        txn -> new Transactions(writer).run(txn));
        return new ApplyResult(writer.end(), reply);
    }

    private ApplyResult.Reply addNode(Cmd.AddNode add) {
        if (Boolean.TRUE.equals(add.overriding())) {
            nodes.put(add.nodeId(), add.node());
        } else {
            nodes.putIfAbsent(add.nodeId(), add.node());
        }
        return new ApplyResult.Done();
    }

    private ApplyResult.Reply setFeature(Cmd.SetFeature feature) {
        if (feature.enable()) {
            features.add(feature.feature());
        } else {
            features.remove(feature.feature());
        }
        return new ApplyResult.Done();
    }

    private ApplyResult.Reply upsert(Cmd.UpsertKv upsert) throws IOException {
        SeqV before = writer.get(upsert.key());
        if (!matches(upsert.seq(), before)) {
            return new ApplyResult.Upserted(before, before);
        }
        return upsert.value()
                .match(
                        update -> upserted(put(upsert, update.value())),
                        delete -> upserted(writer.delete(upsert.key())),
                        asIs -> touch(upsert, before));
    }

    private ApplyResult.Reply touch(Cmd.UpsertKv upsert, @Nullable SeqV before) throws IOException {
        if (before == null) {
            return new ApplyResult.Upserted(null, null);
        }
        return upserted(put(upsert, before.data()));
    }

    private static ApplyResult.Reply upserted(Change change) {
        return new ApplyResult.Upserted(change.before(), change.after());
    }

    private Change put(Cmd.UpsertKv upsert, Bytes data) throws IOException {
        Cmd.MetaSpec meta = upsert.valueMeta();
        if (meta == null) {
            return writer.put(upsert.key(), data, null, null);
        }
        Long ttlMs = null;
        if (meta.ttl() != null) {
            ttlMs = Long.valueOf(meta.ttl().millis());
        }
        return writer.put(upsert.key(), data, meta.expireAt(), ttlMs);
    }

    private static boolean matches(Cmd.MatchSeq wanted, @Nullable SeqV now) {
        long seq;
        if (now == null) {
            seq = 0;
        } else {
            seq = now.seq();
        }
        return wanted.match(any -> true, exact -> seq == exact.seq(), least -> U64.compare(seq, least.seq()) >= 0);
    }

    /** The last applied log id, or null. */
    public @Nullable LogId lastApplied() {
        return lastApplied;
    }

    /** The current membership. */
    public StoredMembership lastMembership() {
        return lastMembership;
    }

    /** The addresses of the nodes by id. */
    public NavigableMap<Long, Node> nodes() {
        return nodes;
    }

    /** The last assigned sequence number, u64. */
    public long sequence() {
        return writer.sequence();
    }

    /** The enabled features, ascending. */
    public List<String> features() {
        return List.copyOf(features);
    }
}
