package io.metash.backup;

import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.HostName;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Traces the origin of a store's membership and its nodes' addresses: the state machine and later log entries
 * (raft-dir-v004 §6). A membership takes effect once it is in the log, committed or not; an address once its entry is
 * committed and applied.
 */
public final class MembershipTrace {
    private final NavigableMap<Long, List<Step>> nodes = Membership.byId();
    private final List<Step> membership = new ArrayList<>();
    private final NavigableMap<Long, LogId> setInLog = Membership.byId();
    private final List<Entry> later = new ArrayList<>();
    private @Nullable LogId committed;
    private @Nullable LogId lastApplied;
    private @Nullable LogId lastLog;
    private @Nullable Long nodeId;
    private @Nullable Membership effective;

    private MembershipTrace() {}

    /**
     * One source of a fact.
     *
     * @param source the source: {@code snapshot}, {@code log entry T1-N0.85}
     * @param value the fact as text; null for a removed node
     * @param committed whether it is known to be committed
     */
    public record Step(String source, @Nullable String value, boolean committed) {}

    /** Reads a stream up to its rows. */
    public static MembershipTrace of(RecordSource source, Cancel cancel) throws IOException {
        MembershipTrace trace = new MembershipTrace();
        List<MetaRecord> state = new ArrayList<>();
        for (MetaRecord record = source.next(); record != null; record = source.next()) {
            cancel.check();
            if (record instanceof MetaRecord.Kv || record instanceof MetaRecord.Expire) {
                // Rows come last. V002 sometimes has them before the nodes, where reading them does no harm.
                if (!state.isEmpty() && state.stream().anyMatch(MetaRecord.Nodes.class::isInstance)) {
                    break;
                }
                continue;
            }
            if (record instanceof MetaRecord.Log log) {
                trace.lastLog = log.entry().logId();
                if (changesMembers(log.entry())) {
                    trace.later.add(log.entry());
                }
            } else if (record instanceof MetaRecord.Committed c) {
                trace.committed = c.logId();
            } else if (record instanceof MetaRecord.NodeId id) {
                trace.nodeId = id.id();
            } else {
                state.add(record);
                if (record instanceof MetaRecord.LastApplied applied) {
                    trace.lastApplied = applied.logId();
                }
            }
        }
        trace.follow(state);
        return trace;
    }

    private static boolean changesMembers(Entry entry) {
        return entry.payload().match(blank -> false, members -> true, normal -> normal.cmd()
                .match(add -> true, remove -> true, feature -> false, upsert -> false, txn -> false, txn -> false));
    }

    private void follow(List<MetaRecord> state) {
        for (Entry entry : later) {
            if (inState(entry.logId())) {
                remember(entry);
            }
        }
        for (MetaRecord record : state) {
            if (record instanceof MetaRecord.LastMembership last
                    && !last.membership().membership().nodes().isEmpty()) {
                Membership members = last.membership().membership();
                effective = members;
                LogId by = last.membership().logId();
                membership.add(new Step("snapshot" + setBy(by), members.words(), true));
            } else if (record instanceof MetaRecord.Nodes node) {
                step(node.id(), new Step("snapshot" + setBy(setInLog.get(node.id())), address(node.node()), true));
            }
        }
        for (Entry entry : later) {
            if (!inState(entry.logId())) {
                later(entry);
            }
        }
    }

    private boolean inState(LogId id) {
        return lastApplied != null && id.compareTo(lastApplied) <= 0;
    }

    private static String setBy(@Nullable LogId id) {
        if (id == null) {
            return "";
        }
        return ", set by log entry " + id;
    }

    private void remember(Entry entry) {
        if (entry.payload() instanceof Entry.Normal normal && normal.cmd() instanceof Cmd.AddNode add) {
            setInLog.put(add.nodeId(), entry.logId());
        }
    }

    private void later(Entry entry) {
        String source = "log entry " + entry.logId();
        boolean sure = isCommitted(entry.logId());
        if (entry.payload() instanceof Entry.Members members) {
            effective = members.membership();
            membership.add(new Step(source, effective.words(), sure));
            return;
        }
        Cmd cmd = ((Entry.Normal) entry.payload()).cmd();
        if (cmd instanceof Cmd.AddNode add) {
            if (address(add.nodeId()) != null && !Boolean.TRUE.equals(add.overriding())) {
                // An existing node keeps its address.
                return;
            }
            step(add.nodeId(), new Step(source, address(add.node()), sure));
        } else if (cmd instanceof Cmd.RemoveNode remove) {
            step(remove.nodeId(), new Step(source, null, sure));
        }
    }

    private boolean isCommitted(LogId id) {
        boolean alone = effective != null
                && effective.configs().size() == 1
                && effective.configs().get(0).size() == 1;
        return alone || committed != null && id.compareTo(committed) <= 0;
    }

    private void step(long node, Step step) {
        nodes.computeIfAbsent(node, id -> new ArrayList<>()).add(step);
    }

    private static String address(Node node) {
        String raft = node.endpoint().addr() + ":" + node.endpoint().port();
        String grpc = node.grpcApiAdvertiseAddress();
        if (grpc == null || grpc.isEmpty()) {
            return raft;
        }
        return raft + ", gRPC " + grpc;
    }

    /** The sources of the membership, in order: the last one takes effect. */
    public List<Step> membership() {
        return membership;
    }

    /** The sources of each node, in order: the last committed one takes effect. */
    public NavigableMap<Long, List<Step>> nodes() {
        return nodes;
    }

    /** Returns the effective membership, or null. */
    public @Nullable Membership effective() {
        return effective;
    }

    /** Returns the members without a known address. */
    public List<Long> withoutAddress() {
        if (effective == null) {
            return List.of();
        }
        TreeSet<Long> missing = new TreeSet<>(U64::compare);
        missing.addAll(effective.nodes().keySet());
        missing.removeIf(id -> address(id) != null);
        return List.copyOf(missing);
    }

    /** Returns the effective address of a node, or null. */
    public @Nullable String address(long node) {
        List<Step> steps = nodes.get(node);
        if (steps == null) {
            return null;
        }
        return steps.get(steps.size() - 1).value();
    }

    /** Explains in one sentence why other nodes can never reach a member at its Raft address; empty when they might. */
    public Optional<String> unreachable(long node) {
        String address = address(node);
        if (address == null) {
            return Optional.empty();
        }
        String raft = address.split(", gRPC ", 2)[0];
        String host = raft.substring(0, raft.lastIndexOf(':'));
        return HostName.defect(host).or(() -> HostName.unreachable(host));
    }

    /** Returns the id of the store's node, or null. */
    public @Nullable Long nodeId() {
        return nodeId;
    }

    /** Returns the last log id, or null. */
    public @Nullable LogId lastLog() {
        return lastLog;
    }

    /** Returns the last log id known to be committed or applied, or null. */
    public @Nullable LogId known() {
        return LogId.max(committed, lastApplied);
    }
}
