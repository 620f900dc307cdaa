package io.metash.raftdir.wal;

import io.metash.record.LogId;
import io.metash.record.Vote;
import org.jspecify.annotations.Nullable;

/**
 * The state of a log: the content of a State record, and the result of replaying records (raft-dir-v004 §2.2, §2.4).
 *
 * @param vote the last vote, or null
 * @param last the last log id, or null
 * @param committed the last log id known to be committed, or null
 * @param purged the last purged log id, or null
 * @param userData the owner of the log, or null
 */
public record LogState(
        @Nullable Vote vote,
        @Nullable LogId last,
        @Nullable LogId committed,
        @Nullable LogId purged,
        @Nullable LogStoreMeta userData) {
    /** The state of a new log. */
    public static final LogState EMPTY = new LogState(null, null, null, null, null);

    /** This state with another owner. */
    public LogState withUserData(LogStoreMeta meta) {
        return new LogState(vote, last, committed, purged, meta);
    }

    /** The stored node id, or null. */
    public @Nullable Long nodeId() {
        if (userData == null) {
            return null;
        }
        return userData.nodeId();
    }

    /**
     * The state after one more record.
     *
     * @throws IllegalArgumentException naming the rule of raft-dir-v004 §2.4 that the record violates
     */
    LogState after(WalRecord record) {
        return record.match(
                save -> voted(save.vote()),
                append -> appended(append.entry().logId()),
                commit -> committed(commit.id()),
                truncate -> truncatedAfter(truncate.id()),
                purge -> new LogState(
                        vote, LogId.max(last, purge.id()), committed, LogId.max(purged, purge.id()), userData),
                WalRecord.State::state);
    }

    private LogState voted(Vote next) {
        require(vote == null || next.compareTo(vote) >= 0, "vote " + next + " is below vote " + vote);
        return new LogState(next, last, committed, purged, userData);
    }

    private LogState appended(LogId id) {
        require(last == null || id.compareTo(last) > 0, "entry " + id + " is not above the last one, " + last);
        require(
                last == null || id.index() == last.index() + 1,
                "entry " + id + " does not follow the last one, " + last);
        return new LogState(vote, id, committed, purged, userData);
    }

    private LogState committed(LogId id) {
        require(committed == null || id.compareTo(committed) >= 0, "commit " + id + " is below commit " + committed);
        return new LogState(vote, last, id, purged, userData);
    }

    private LogState truncatedAfter(@Nullable LogId after) {
        LogId cut = last;
        if (last == null || after == null || after.compareTo(last) < 0) {
            cut = after;
        }
        return new LogState(vote, last == null ? null : cut, committed, purged, userData);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
