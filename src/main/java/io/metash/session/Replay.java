package io.metash.session;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.state.ApplyResult;
import io.metash.state.StateMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the committed part of a log to a snapshot's state (decisions 9). */
final class Replay {
    private final StoreParts parts;
    private final StateMachine machine;
    private final boolean whole;
    private final boolean salvage;
    private final Cancel cancel;
    private final List<String> losses = new ArrayList<>();
    private @Nullable Long timeMs;
    private long applied;
    private long uncommitted;
    private long moreKeys;
    private long moreExpiring;

    Replay(StoreParts parts, StateMachine machine, ConnectOptions options) {
        this.parts = parts;
        this.machine = machine;
        this.whole = options.wholeLog();
        this.salvage = options.salvage();
        this.cancel = options.cancel();
    }

    /** Applies committed entries and counts the others. */
    void run() throws IOException {
        LogId from = parts.snapshot().lastApplied();
        LogId committed = LogId.max(parts.raft().committed(), from);
        long expected = 0;
        if (from != null) {
            expected = from.index() + 1;
        }
        try (EntryCursor entries = parts.entries(expected)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                cancel.check();
                if (!whole && (uncommitted > 0 || !isCommitted(entry, committed))) {
                    uncommitted++;
                    continue;
                }
                if (entry.logId().index() != expected) {
                    if (salvage) {
                        losses.add("the log continues at " + entry.logId() + ", but the entries from index "
                                + U64.text(expected) + " are missing: nothing after them is applied");
                        break;
                    }
                    throw gap(expected, entry, entries.position());
                }
                expected++;
                apply(entry, entries);
            }
        }
        if (timeMs == null && from != null) {
            timeMs = lastTimeUpTo(from);
        }
    }

    /**
     * Whether an entry after the last known committed one is committed anyway, because no other voter had to agree:
     * the current membership and that in the entry have a single voter.
     */
    private boolean isCommitted(Entry entry, @Nullable LogId committed) {
        if (committed != null && entry.logId().compareTo(committed) <= 0) {
            return true;
        }
        boolean alone = hasSingleVoter(machine.lastMembership().membership());
        if (entry.payload() instanceof Entry.Members members) {
            return hasSingleVoter(members.membership()) && (alone || isUnset());
        }
        return alone;
    }

    private boolean isUnset() {
        return machine.lastMembership().membership().configs().isEmpty();
    }

    private static boolean hasSingleVoter(Membership membership) {
        return membership.configs().stream().flatMap(List::stream).distinct().count() == 1;
    }

    private void apply(Entry entry, EntryCursor entries) throws IOException {
        try {
            machine.apply(entry).changes().forEach(this::count);
        } catch (Failure refused) {
            if (refused.where() == null) {
                throw refused.at(entries.position());
            }
            throw refused;
        }
        applied++;
        if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
            timeMs = normal.timeMs();
        }
    }

    private void count(ApplyResult.Change change) {
        if (change.after() != null) {
            moreKeys++;
        }
        if (change.before() != null) {
            moreKeys--;
        }
        moreExpiring += expiring(change.after()) - expiring(change.before());
    }

    private static int expiring(@Nullable SeqV value) {
        if (value == null || value.meta() == null || value.meta().expireAt() == null) {
            return 0;
        }
        return 1;
    }

    private @Nullable Long lastTimeUpTo(LogId last) throws IOException {
        Long found = null;
        try (EntryCursor entries = parts.entries(0)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.logId().compareTo(last) > 0) {
                    break;
                }
                if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                    found = normal.timeMs();
                }
            }
        }
        return found;
    }

    private static Failure gap(long expected, Entry entry, String position) {
        return Failure.of(
                        ExitStatus.DAMAGED,
                        "log entries are missing: after index " + U64.text(expected - 1) + " comes "
                                + U64.text(entry.logId().index()))
                .at(position)
                .because("The state after a gap is unknown.")
                .next("connect with --snapshot-only to see the snapshot");
    }

    /** Losses of a salvaged log, one sentence each. */
    List<String> losses() {
        return losses;
    }

    /** The time of the last applied entry with a time, or null. */
    @Nullable
    Long timeMs() {
        return timeMs;
    }

    /** The number of keys in the state minus that in the snapshot. */
    long moreKeys() {
        return moreKeys;
    }

    /** The number of expiring keys in the state minus that in the snapshot. */
    long moreExpiring() {
        return moreExpiring;
    }

    /** The number of applied entries. */
    long applied() {
        return applied;
    }

    /** The number of entries after the last committed one. */
    long uncommitted() {
        return uncommitted;
    }
}
