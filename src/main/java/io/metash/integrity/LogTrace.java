package io.metash.integrity;

import io.metash.record.Entry;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.U64;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes a log in little memory: its first and last entry, the first index of each leader, and the memberships.
 * Drops the oldest of very many leaders or memberships.
 */
final class LogTrace {
    private static final int MAX_LEADERS = 1 << 17;
    private static final int MAX_MEMBERSHIPS = 4096;
    private static final int PARTS = 3;

    /** Per leader: the index of its first entry, its term and its node id. */
    private long[] leaders = new long[16 * PARTS];

    private int count;
    private final TreeMap<Long, Members> memberships = new TreeMap<>(U64::compare);
    private @Nullable LogId first;
    private @Nullable LogId last;
    private long forgottenBelow;

    /** A membership and the entry that sets it. */
    record Members(LogId logId, Membership membership) {}

    void add(Entry entry) {
        LogId id = entry.logId();
        if (first == null) {
            first = id;
        }
        if (last == null || !last.leaderId().equals(id.leaderId())) {
            lead(id);
        }
        last = id;
        if (entry.payload() instanceof Entry.Members members) {
            memberships.put(id.index(), new Members(id, members.membership()));
            if (memberships.size() > MAX_MEMBERSHIPS) {
                memberships.pollFirstEntry();
                forgottenBelow = memberships.firstKey();
            }
        }
    }

    private void lead(LogId id) {
        if (count == MAX_LEADERS) {
            int kept = MAX_LEADERS / 2;
            System.arraycopy(leaders, (count - kept) * PARTS, leaders, 0, kept * PARTS);
            count = kept;
        }
        if ((count + 1) * PARTS > leaders.length) {
            leaders = Arrays.copyOf(leaders, 2 * leaders.length);
        }
        int at = PARTS * count++;
        leaders[at] = id.index();
        leaders[at + 1] = id.leaderId().term();
        leaders[at + 2] = id.leaderId().nodeId();
    }

    /** The first log id, or null. */
    @Nullable
    LogId first() {
        return first;
    }

    /** The last log id, or null. */
    @Nullable
    LogId last() {
        return last;
    }

    boolean holds(long index) {
        return first != null
                && last != null
                && U64.compare(index, first.index()) >= 0
                && U64.compare(index, last.index()) <= 0;
    }

    /** Returns the log id at an index; empty when it is outside the log or was dropped. */
    Optional<LogId> at(long index) {
        if (!holds(index)) {
            return Optional.empty();
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (U64.compare(leaders[middle * PARTS], index) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return Optional.empty();
        }
        int at = (low - 1) * PARTS;
        return Optional.of(new LogId(new LeaderId(leaders[at + 1], leaders[at + 2]), index));
    }

    /** Returns the last membership that the log sets up to an index; empty when there is none. */
    Optional<Members> membershipUpTo(long index) {
        return Optional.ofNullable(memberships.floorEntry(index)).map(Map.Entry::getValue);
    }

    /** Whether the log contains an index and its membership was not dropped. */
    boolean knowsMembershipAt(long index) {
        return holds(index) && U64.compare(index, forgottenBelow) >= 0;
    }
}
