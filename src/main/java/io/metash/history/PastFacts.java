package io.metash.history;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Facts other than keys at a point of the log: membership, nodes, features. Derived from the entries before and after
 * the point.
 */
final class PastFacts {
    private final StatePoint later;
    private final NavigableMap<Long, Optional<Node>> nodes = new TreeMap<>(U64::compare);
    private final NavigableMap<Long, Boolean> nodesLater = new TreeMap<>(U64::compare);
    private final Map<String, Boolean> features = new HashMap<>();
    private final Map<String, Boolean> featuresLater = new HashMap<>();
    private @Nullable StoredMembership membership;
    private boolean membershipLater;

    /** Creates the facts before a complete state. */
    PastFacts(StatePoint later) {
        this.later = later;
    }

    /** Whether an entry changes such facts. */
    static boolean concerns(Entry entry) {
        if (!(entry.payload() instanceof Entry.Normal normal)) {
            return entry.payload() instanceof Entry.Members;
        }
        return normal.cmd() instanceof Cmd.AddNode
                || normal.cmd() instanceof Cmd.RemoveNode
                || normal.cmd() instanceof Cmd.SetFeature;
    }

    /** Adds an entry between the start of the log and the later state. */
    void entry(Entry entry, boolean afterPoint) {
        if (entry.payload() instanceof Entry.Members members) {
            if (afterPoint) {
                membershipLater = true;
            } else {
                membership = new StoredMembership(entry.logId(), members.membership());
            }
        } else if (entry.payload() instanceof Entry.Normal normal) {
            command(normal.cmd(), afterPoint);
        }
    }

    private void command(Cmd cmd, boolean afterPoint) {
        if (cmd instanceof Cmd.SetFeature feature) {
            (afterPoint ? featuresLater : features).put(feature.feature(), feature.enable());
        } else if (cmd instanceof Cmd.AddNode add) {
            if (afterPoint) {
                nodesLater.put(add.nodeId(), true);
            } else if (Boolean.TRUE.equals(add.overriding()) || Optional.empty().equals(nodes.get(add.nodeId()))) {
                nodes.put(add.nodeId(), Optional.of(add.node()));
            }
        } else if (cmd instanceof Cmd.RemoveNode remove) {
            if (afterPoint) {
                nodesLater.put(remove.nodeId(), true);
            } else {
                nodes.put(remove.nodeId(), Optional.empty());
            }
        }
    }

    /** Returns the membership; empty when unknown. */
    Optional<StoredMembership> membership() {
        if (membership != null) {
            return Optional.of(membership);
        }
        if (membershipLater) {
            return Optional.empty();
        }
        for (MetaRecord fact : later.facts()) {
            if (fact instanceof MetaRecord.LastMembership last) {
                return Optional.of(last.membership());
            }
        }
        return Optional.of(StoredMembership.none());
    }

    /** Returns the known node addresses. */
    NavigableMap<Long, Node> nodes() {
        NavigableMap<Long, Node> known = Membership.byId();
        for (MetaRecord fact : later.facts()) {
            if (fact instanceof MetaRecord.Nodes node && !nodesLater.containsKey(node.id())) {
                known.put(node.id(), node.node());
            }
        }
        nodes.forEach((id, node) -> {
            known.remove(id);
            node.ifPresent(present -> known.put(id, present));
        });
        return known;
    }

    /** Returns the nodes whose registration or address is unknown. */
    NavigableSet<Long> unknownNodes() {
        NavigableSet<Long> unknown = new TreeSet<>(nodesLater.comparator());
        unknown.addAll(nodesLater.keySet());
        unknown.removeAll(nodes.keySet());
        return unknown;
    }

    /** Returns the features known to be enabled, ascending. */
    List<String> features() {
        NavigableSet<String> on = new TreeSet<>(later.features());
        on.removeAll(featuresLater.keySet());
        features.forEach((feature, enabled) -> {
            if (enabled) {
                on.add(feature);
            } else {
                on.remove(feature);
            }
        });
        return new ArrayList<>(on);
    }
}
