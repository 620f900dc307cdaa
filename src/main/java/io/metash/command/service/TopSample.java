package io.metash.command.service;

import io.metash.client.ClusterInfo;
import io.metash.record.LogId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a service.
 *
 * @param atMs the time of the request, milliseconds since the epoch
 * @param info the reported status
 * @param keys the keys in the last snapshot by the first part of their names
 */
record TopSample(long atMs, ClusterInfo info, Map<String, Long> keys) {
    /** The index of a log id, or -1 for none. */
    static long index(@Nullable String logId) {
        LogId id = LogId.parse(logId);
        if (id == null) {
            return -1;
        }
        return id.index();
    }

    long applied() {
        return index(info.lastApplied());
    }

    long snapshot() {
        return index(info.snapshotLastLogId());
    }

    long purged() {
        return index(info.purged());
    }
}
