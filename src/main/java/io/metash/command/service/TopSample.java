package io.metash.command.service;

import io.metash.client.ClusterInfo;
import io.metash.record.LogId;
import java.util.Map;

/**
 * How a service was at one moment.
 *
 * @param atMs when it was asked, milliseconds since the epoch
 * @param info what it said of itself
 * @param keys the keys in its last snapshot by the first part of their names
 */
record TopSample(long atMs, ClusterInfo info, Map<String, Long> keys) {
    /** The index of a log id, or -1 where there is none. */
    static long index(String logId) {
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
        return index(info.snapshotLastLogIdOrNull());
    }

    long purged() {
        return index(info.purgedOrNull());
    }
}
