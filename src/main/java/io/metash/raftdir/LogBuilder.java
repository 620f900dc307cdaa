package io.metash.raftdir;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.raftdir.wal.LogStoreMeta;
import io.metash.raftdir.wal.LogWriter;
import io.metash.raftdir.wal.WalRecord;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the log of a new store: first the records, then the entries for a new cluster (raft-dir-v004 §5.2, §5.5). */
final class LogBuilder implements Closeable {
    /** The last log command about a node: its position, and whether it adds the node. */
    private record NodeCommand(LogId at, boolean adds) {}

    private final LogWriter log;
    private final NavigableMap<Long, NodeCommand> nodeCommands = Membership.byId();
    private final List<String> notes = new ArrayList<>();
    private @Nullable LogId committed;
    private boolean nodeIdGiven;
    private long entries;
    private long droppedFields;

    LogBuilder(Path directory, Disk disk, @Nullable FileOwnership ownership) throws IOException {
        this.log = new LogWriter(directory, disk, ownership);
    }

    /** Appends an entry. */
    void entry(Entry entry) throws IOException {
        append(entry);
        entries++;
    }

    /** Sets the id of the node, which may be null. */
    void nodeId(@Nullable Long id) throws IOException {
        nodeIdGiven = true;
        owner(id);
    }

    /** Saves a vote; null for none. */
    void vote(@Nullable Vote vote) throws IOException {
        if (vote != null) {
            log.append(new WalRecord.SaveVote(vote));
        }
    }

    /** Purges up to a log id, unless already purged; null for none. */
    void purged(@Nullable LogId upTo) throws IOException {
        LogId now = log.state().purged();
        if (upTo != null && (now == null || U64.compare(upTo.index(), now.index()) > 0)) {
            log.append(new WalRecord.PurgeUpto(upTo));
        }
    }

    /** Sets the last committed log id, which is written last. */
    void committed(@Nullable LogId logId) {
        committed = logId;
    }

    private void append(Entry entry) throws IOException {
        // A log record is a log id and a payload; it cannot store unknown fields.
        droppedFields += entry.extra().fields().size();
        Map<Long, NodeCommand> commands = entry.payload()
                .match(blank -> Map.of(), members -> Map.of(), normal -> nodeCommand(normal.cmd(), entry.logId()));
        nodeCommands.putAll(commands);
        log.append(new WalRecord.Append(entry));
    }

    /** The node that a command adds or removes; empty for other commands. */
    private static Map<Long, NodeCommand> nodeCommand(Cmd cmd, LogId at) {
        return cmd.match(
                add -> Map.of(add.nodeId(), new NodeCommand(at, true)),
                remove -> Map.of(remove.nodeId(), new NodeCommand(at, false)),
                feature -> Map.of(),
                upsert -> Map.of(),
                txn -> Map.of(),
                txn -> Map.of());
    }

    private void owner(@Nullable Long nodeId) throws IOException {
        log.append(new WalRecord.State(log.state().withUserData(new LogStoreMeta(nodeId, UnknownFields.NONE))));
    }

    /**
     * Completes the log for a new cluster, or unchanged when {@code cluster} is null. Commit is the last of the given
     * records.
     */
    void finish(@Nullable NewCluster cluster, @Nullable LogId lastApplied) throws IOException {
        if (committed != null) {
            log.append(new WalRecord.Commit(committed));
        }
        if (cluster != null) {
            lead(cluster, lastApplied);
        }
        if (droppedFields > 0) {
            notes.add(
                    droppedFields + " unknown fields next to log_id and payload dropped: a raft log cannot store them");
        }
        log.sync();
    }

    private void lead(NewCluster cluster, @Nullable LogId lastApplied) throws IOException {
        if (!nodeIdGiven) {
            owner(cluster.id());
        }
        LogId last = log.state().last();
        LogId base = LogId.max(lastApplied, last);
        if (base != null && !base.equals(last)) {
            notes.add("the log ends at " + (last == null ? "nothing" : last) + ", below LastApplied " + base
                    + "; marked as purged up to there, as a server does when it starts");
            log.append(new WalRecord.PurgeUpto(base));
        }
        append(cluster, base, new Entry.Members(cluster.membership()));
        for (var node : cluster.nodes().entrySet()) {
            append(cluster, base, new Entry.Normal(null, new Cmd.AddNode(node.getKey(), node.getValue(), true)));
        }
        for (var command : nodeCommands.entrySet()) {
            if (isReplayed(command.getValue(), lastApplied) && !cluster.nodes().containsKey(command.getKey())) {
                append(cluster, base, new Entry.Normal(null, new Cmd.RemoveNode(command.getKey())));
                notes.add("the log registers node " + U64.text(command.getKey())
                        + ", which is not in the new cluster: appended an entry that removes it");
            }
        }
        owner(cluster.id());
    }

    private static boolean isReplayed(NodeCommand command, @Nullable LogId lastApplied) {
        return command.adds() && (lastApplied == null || command.at().compareTo(lastApplied) > 0);
    }

    private void append(NewCluster cluster, @Nullable LogId base, Entry.Payload payload) throws IOException {
        LogId last = log.state().last();
        LogId next;
        if (base == null) {
            next = LogId.of(0, 0, last == null ? 0 : last.index() + 1);
        } else {
            next = new LogId(base.leaderId(), Objects.requireNonNull(last).index() + 1);
        }
        log.append(new WalRecord.Append(new Entry(next, payload)));
    }

    long entries() {
        return entries;
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
