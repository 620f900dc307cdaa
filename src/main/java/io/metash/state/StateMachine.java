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
import io.metash.state.ApplyResult.Change;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The state machine of the meta service: entries in, state out (meta-service-api §4). */
public final class StateMachine {
    private final StateWriter writer;
    private final NavigableMap<Long, Node> nodes = Membership.byId();
    private final NavigableSet<String> features = new TreeSet<>();
    private StoredMembership lastMembership = StoredMembership.none();
    private LogId lastApplied;

    /** A machine over a store; what is no key of it comes by {@link #load}. */
    public StateMachine(OverlayStore store) {
        this.writer = new StateWriter(store);
    }

    /** Takes a record of a snapshot that is no row: sequence, last applied, membership, node; others change nothing. */
    public void load(MetaRecord fact) {
        if (fact instanceof MetaRecord.Sequences sequences) {
            writer.sequence(sequences.value());
        } else if (fact instanceof MetaRecord.LastApplied applied) {
            lastApplied = applied.logId();
        } else if (fact instanceof MetaRecord.LastMembership membership) {
            lastMembership = membership.membership();
        } else if (fact instanceof MetaRecord.Nodes node) {
            nodes.put(node.id(), node.node());
        }
    }

    /** Switches features on that a snapshot had. */
    public void loadFeatures(List<String> on) {
        features.addAll(on);
    }

    /**
     * Sets whether the changes of keys that expire, or are deleted by prefix, carry the values until then, as watchers need
     * them. Without, one entry that removes many keys takes no memory for their values.
     */
    public void keepRemovedValues(boolean keep) {
        writer.keepRemovedValues(keep);
    }

    /** Applies the next entry of the log. */
    public ApplyResult apply(Entry entry) throws IOException {
        lastApplied = entry.logId();
        if (entry.payload() instanceof Entry.Members members) {
            lastMembership = new StoredMembership(entry.logId(), members.membership());
        } else if (entry.payload() instanceof Entry.Normal normal) {
            writer.begin(normal.timeMs() == null ? 0 : normal.timeMs());
            ApplyResult.Reply reply = apply(normal.cmd());
            return new ApplyResult(writer.end(), reply);
        }
        return new ApplyResult(List.of(), new ApplyResult.Done());
    }

    private ApplyResult.Reply apply(Cmd cmd) throws IOException {
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return upsert(upsert);
        }
        if (cmd instanceof Cmd.Transaction txn) {
            return new Transactions(writer).run(txn);
        }
        if (cmd instanceof Cmd.KvTransaction txn) {
            return new Transactions(writer).run(txn);
        }
        if (cmd instanceof Cmd.AddNode add) {
            if (Boolean.TRUE.equals(add.overriding())) {
                nodes.put(add.nodeId(), add.node());
            } else {
                nodes.putIfAbsent(add.nodeId(), add.node());
            }
        } else if (cmd instanceof Cmd.RemoveNode remove) {
            nodes.remove(remove.nodeId());
        } else if (cmd instanceof Cmd.SetFeature feature) {
            if (feature.enable()) {
                features.add(feature.feature());
            } else {
                features.remove(feature.feature());
            }
        }
        return new ApplyResult.Done();
    }

    private ApplyResult.Reply upsert(Cmd.UpsertKv upsert) throws IOException {
        SeqV before = writer.get(upsert.key());
        if (!matches(upsert.seq(), before)) {
            return new ApplyResult.Upserted(before, before);
        }
        Change change;
        if (upsert.value() instanceof Cmd.Delete) {
            change = writer.delete(upsert.key());
        } else {
            Bytes data = upsert.value() instanceof Cmd.Update update
                    ? update.value()
                    : before == null ? null : before.data();
            if (data == null) {
                return new ApplyResult.Upserted(null, null);
            }
            Cmd.MetaSpec meta = upsert.valueMeta();
            Long ttlMs = meta == null || meta.ttl() == null
                    ? null
                    : (Long) meta.ttl().millis();
            change = writer.put(upsert.key(), data, meta == null ? null : meta.expireAt(), ttlMs);
        }
        return new ApplyResult.Upserted(change.before(), change.after());
    }

    private static boolean matches(Cmd.MatchSeq wanted, SeqV now) {
        long seq = now == null ? 0 : now.seq();
        if (wanted instanceof Cmd.Exact exact) {
            return seq == exact.seq();
        }
        return !(wanted instanceof Cmd.AtLeast least) || Long.compareUnsigned(seq, least.seq()) >= 0;
    }

    /** The last log id that was applied, or null. */
    public LogId lastApplied() {
        return lastApplied;
    }

    /** The last membership. */
    public StoredMembership lastMembership() {
        return lastMembership;
    }

    /** The nodes' addresses by id. */
    public NavigableMap<Long, Node> nodes() {
        return nodes;
    }

    /** The last sequence number given out, u64. */
    public long sequence() {
        return writer.sequence();
    }

    /** The features that are switched on, ascending. */
    public List<String> features() {
        return List.copyOf(features);
    }
}
