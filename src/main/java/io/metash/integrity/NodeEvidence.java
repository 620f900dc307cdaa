package io.metash.integrity;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the nodes of a state with the log entries that add and remove them. In a new cluster made from a backup,
 * the state contains nodes before their entries are applied, and each server logs its addresses again when it starts:
 * a node as any later entry adds it is accepted too.
 */
final class NodeEvidence {
    private static final int MAX_CHANGES = 1 << 16;

    private final List<Change> changes = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private boolean forgotten;
    private @Nullable LogId first;
    private @Nullable LogId last;

    /** A log entry that adds a node, or removes it when {@code node} is empty. */
    private record Change(LogId entry, long id, Optional<Node> node, boolean overriding) {}

    private record Row(MetaRecord.Nodes nodes, long line) {}

    /** A node according to the log, and the entry that set it; empty when that is unknown. */
    private record NodeFact(Optional<LogId> entry, Optional<Node> node) {}

    void entry(Entry entry) {
        if (first == null) {
            first = entry.logId();
        }
        LogId at = entry.logId();
        last = at;
        if (!(entry.payload() instanceof Entry.Normal normal)) {
            return;
        }
        if (normal.cmd() instanceof Cmd.AddNode add) {
            change(new Change(at, add.nodeId(), Optional.of(add.node()), Boolean.TRUE.equals(add.overriding())));
        } else if (normal.cmd() instanceof Cmd.RemoveNode remove) {
            change(new Change(at, remove.nodeId(), Optional.empty(), true));
        }
    }

    private void change(Change change) {
        if (changes.size() == MAX_CHANGES) {
            forgotten = true;
            return;
        }
        changes.add(change);
    }

    void row(MetaRecord.Nodes node, long line) {
        if (rows.size() < MAX_CHANGES) {
            rows.add(new Row(node, line));
        }
    }

    List<Finding> finish(LogId applied) {
        if (forgotten || last == null || U64.compare(applied.index(), last.index()) > 0) {
            return List.of();
        }
        Map<Long, NodeFact> then = known(applied);
        List<Finding> findings = new ArrayList<>();
        for (Row row : rows) {
            NodeFact state = of(then, row);
            if (state.entry().isPresent() && !fits(state.node(), row) && !isAddedAfter(applied, row)) {
                findings.add(Finding.wrong(
                        StoreCheck.STATE_MISMATCH,
                        "node " + U64.text(row.nodes().id())
                                + " contradicts the log: log entry "
                                + state.entry().get()
                                + state.node().map(node -> " gives it " + node).orElse(" removes it"),
                        row.line(),
                        "replaying the log leads to another state: they are not from one store, or one of"
                                + " them is damaged"));
            }
        }
        return findings;
    }

    private NodeFact of(Map<Long, NodeFact> known, Row row) {
        return known.getOrDefault(row.nodes().id(), new NodeFact(Optional.empty(), Optional.empty()));
    }

    private boolean isAddedAfter(LogId applied, Row row) {
        return changes.stream()
                .anyMatch(change -> change.id() == row.nodes().id()
                        && U64.compare(change.entry().index(), applied.index()) > 0
                        && fits(change.node(), row));
    }

    private static boolean fits(Optional<Node> known, Row row) {
        Node logged = row.nodes().node();
        return known.filter(node -> node.endpoint().equals(logged.endpoint())
                        && Objects.equals(node.name(), logged.name())
                        && Objects.equals(node.grpcApiAdvertiseAddress(), logged.grpcApiAdvertiseAddress()))
                .isPresent();
    }

    private Map<Long, NodeFact> known(LogId upTo) {
        boolean whole = first != null && first.index() == 0;
        Map<Long, NodeFact> known = new HashMap<>();
        for (Change change : changes) {
            if (U64.compare(change.entry().index(), upTo.index()) > 0) {
                break;
            }
            NodeFact before = known.get(change.id());
            boolean absent =
                    before == null && whole || before != null && before.node().isEmpty();
            if (change.overriding() || absent) {
                known.put(change.id(), new NodeFact(Optional.of(change.entry()), change.node()));
            }
        }
        return known;
    }
}
