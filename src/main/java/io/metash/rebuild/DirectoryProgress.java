package io.metash.rebuild;

import io.metash.raftdir.RaftDir;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.U64;
import io.metash.record.Vote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a node's directory. The most advanced of several directories is chosen as Raft elects a leader: by the
 * last log entry, first its term, then its index.
 *
 * @param directory the directory
 * @param nodeId the node's id, or null when not stored
 * @param vote its last vote, or null
 * @param last the last log id in its log or snapshot, or null
 * @param committed the last log id known to be committed, or null
 * @param applied the last log id in its snapshot, or null
 * @param voters the voters of its last membership, u64
 * @param running whether a server runs on it
 * @param lastTimeMs the time of the last entry with a time, in milliseconds since the epoch, or null
 * @param unreadable why it cannot be read, or null
 */
public record DirectoryProgress(
        Path directory,
        @Nullable Long nodeId,
        @Nullable Vote vote,
        @Nullable LogId last,
        @Nullable LogId committed,
        @Nullable LogId applied,
        List<Long> voters,
        boolean running,
        @Nullable Long lastTimeMs,
        @Nullable String unreadable) {

    /** Reads the progress of a directory, or the reason why it is unreadable. */
    public static DirectoryProgress of(Path directory) throws IOException {
        try {
            if (LegacyDir.isAt(directory)) {
                return LegacyProgress.of(directory);
            }
            return ofV004(directory);
        } catch (Failure | IOException bad) {
            if (bad instanceof Failure failure && failure.status() == ExitStatus.INTERRUPTED) {
                throw failure;
            }
            String why;
            if (bad instanceof Failure failure && failure.why() != null) {
                why = bad.getMessage() + "; " + failure.why();
            } else {
                why = String.valueOf(bad.getMessage());
            }
            return new DirectoryProgress(directory, null, null, null, null, null, List.of(), false, null, why);
        }
    }

    private static DirectoryProgress ofV004(Path directory) throws IOException {
        try (RaftDir dir = RaftDir.open(directory)) {
            LogId applied = dir.snapshot()
                    .map(Snapshot::sysData)
                    .map(data -> data.lastApplied())
                    .orElse(null);
            Membership members = dir.snapshot()
                    .map(Snapshot::sysData)
                    .map(data -> data.lastMembership().membership())
                    .orElse(Membership.none());
            Long lastTimeMs = null;
            try (EntryCursor entries = dir.log().entries()) {
                for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                    if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                        lastTimeMs = normal.timeMs();
                    }
                    boolean newer = applied == null || entry.logId().compareTo(applied) > 0;
                    if (newer && entry.payload() instanceof Entry.Members changed) {
                        members = changed.membership();
                    }
                }
            }
            LogId last = LogId.max(
                    LogId.max(dir.log().state().last(), dir.log().state().purged()), applied);
            return new DirectoryProgress(
                    directory,
                    dir.log().state().nodeId(),
                    dir.log().state().vote(),
                    last,
                    LogId.max(dir.log().state().committed(), applied),
                    applied,
                    voters(members),
                    dir.serverRunning(),
                    lastTimeMs,
                    null);
        }
    }

    /** Returns the voters of a membership, ascending. */
    static List<Long> voters(Membership members) {
        return members.configs().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted(U64::compare)
                .toList();
    }

    /** Orders directories by progress, the most advanced first, unreadable ones last. */
    public static List<DirectoryProgress> ordered(List<DirectoryProgress> all) {
        List<DirectoryProgress> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((DirectoryProgress s) -> s.unreadable != null)
                .thenComparing((a, b) -> compare(b.last, a.last))
                .thenComparing((a, b) -> compare(b.committed, a.committed))
                .thenComparing((a, b) -> compare(b.applied, a.applied)));
        return sorted;
    }

    private static int compare(@Nullable LogId a, @Nullable LogId b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return a.compareTo(b);
    }

    /** Name for messages: the node, or the directory. */
    public String name() {
        if (nodeId == null) {
            return directory.toString();
        }
        return "node " + U64.text(nodeId);
    }

    /**
     * Explains in sentences why the first directory of the order is used.
     *
     * @param differ whether directories that end at the same entry hold different states
     */
    public static List<String> why(List<DirectoryProgress> ordered, boolean differ) {
        List<String> why = new ArrayList<>();
        DirectoryProgress best = ordered.get(0);
        List<DirectoryProgress> readable =
                ordered.stream().filter(s -> s.unreadable == null).toList();
        if (readable.size() > 1) {
            DirectoryProgress next = readable.get(1);
            if (differ) {
                why.add("The state of " + best.name() + " is used, as you chose.");
            } else if (compare(best.last, next.last) == 0) {
                why.add("Several directories end at " + best.last + "; " + best.name()
                        + " is used, which has the highest committed index ("
                        + Objects.requireNonNullElse(best.committed, "none") + ").");
            } else if (best.last != null
                    && next.last != null
                    && best.last.leaderId().term() != next.last.leaderId().term()) {
                why.add("The most advanced is " + best.name() + ": its last entry is of term "
                        + U64.text(best.last.leaderId().term()) + ", that of " + next.name() + " of term "
                        + U64.text(next.last.leaderId().term())
                        + ". The later term wins, regardless of the length of the log.");
            } else {
                why.add("The most advanced is " + best.name() + ": its log goes to " + best.last + ", that of "
                        + next.name() + " to " + next.last + ".");
            }
        } else {
            why.add("Only one directory can be read: " + best.name() + ".");
        }
        long here = readable.stream()
                .map(DirectoryProgress::nodeId)
                .filter(id -> id != null && best.voters.contains(id))
                .distinct()
                .count();
        int majority = best.voters.size() / 2 + 1;
        if (!best.voters.isEmpty()) {
            why.add("These are " + here + " of the " + best.voters.size() + " voters, "
                    + acknowledged(here >= majority, differ));
        }
        for (DirectoryProgress other : readable) {
            boolean nonVoter = other.nodeId != null && !best.voters.isEmpty() && !best.voters.contains(other.nodeId);
            if (nonVoter) {
                why.add(other.name() + " is not a voter of the cluster of " + best.name()
                        + "; check whether it belongs to another cluster.");
            }
        }
        return why;
    }

    private static String acknowledged(boolean majority, boolean differ) {
        if (majority && differ) {
            return "a majority, but their states differ: it is unknown which of them holds everything that was"
                    + " acknowledged.";
        }
        if (majority) {
            return "a majority: every acknowledged write is in the most advanced one.";
        }
        return "no majority: the last entries that were acknowledged may be on a node that is not here. Find its"
                + " directory if you can.";
    }
}
