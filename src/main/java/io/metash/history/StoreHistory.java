package io.metash.history;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.LogId;
import java.io.IOException;
import java.util.List;

/** What a store holds of its past: whole states at some points, and the log between and after them. */
public interface StoreHistory {
    /** The complete states, ascending; at least one, {@link StatePoint#START} if there is no other. */
    List<StatePoint> points() throws IOException;

    /** The index of the first log entry; the one after the last point when the log is empty. */
    long first() throws IOException;

    /** The index of the last entry that is applied; below {@link #first} when there is none. */
    long last() throws IOException;

    /** The last entry that was purged before the first one, or null. */
    LogId purged() throws IOException;

    /** The entries from an index on, ascending. */
    EntryCursor entries(long fromIndex) throws IOException;
}
