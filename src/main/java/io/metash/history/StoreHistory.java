package io.metash.history;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.LogId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history that a store holds: snapshots, and the log between and after them. */
public interface StoreHistory {
    /** Returns the complete states, ascending; at least one, {@link StatePoint#START} if there is no other. */
    List<StatePoint> points() throws IOException;

    /** Returns the index of the first log entry; when the log is empty, the index after the last point. */
    long first() throws IOException;

    /** Returns the index of the last applied entry; below {@link #first} when there is none. */
    long last() throws IOException;

    /** Returns the last purged log id, or null. */
    @Nullable
    LogId purged() throws IOException;

    /** Returns the entries from an index on, ascending. */
    EntryCursor entries(long fromIndex) throws IOException;
}
