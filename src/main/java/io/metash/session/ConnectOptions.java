package io.metash.session;

import io.metash.integrity.StoreCheck;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options for opening a store.
 *
 * @param snapshotOnly whether to ignore the log after the snapshot
 * @param nowMs the time for expiry in milliseconds since the epoch, u64; null for the time of the last entry
 * @param cache the directory of indexes and scratch files
 * @param progress receives the progress of the first scan of a file
 * @param cancel the cancellation token of long operations
 * @param service the options for a running service
 * @param wholeLog whether to apply the whole log, committed or not, as a new cluster does
 * @param salvage whether to open the intact part of a damaged Raft directory (decisions 12)
 * @param accepted checks that the store may fail
 */
public record ConnectOptions(
        boolean snapshotOnly,
        @Nullable Long nowMs,
        CacheDirectory cache,
        Progress progress,
        Cancel cancel,
        ServiceAccess service,
        boolean wholeLog,
        boolean salvage,
        Set<StoreCheck> accepted) {
    /** The defaults: the state at the last committed entry, the user's own cache directory. */
    public static ConnectOptions standard() {
        return cachedIn(CacheDirectory.ofUser());
    }

    /** The defaults, with a cache directory. */
    public static ConnectOptions cachedIn(CacheDirectory cache) {
        return new ConnectOptions(
                false, null, cache, Progress.NONE, new Cancel(), ServiceAccess.STANDARD, false, false, Set.of());
    }

    /** Returns these options with the later log ignored or applied. */
    public ConnectOptions withSnapshotOnly(boolean only) {
        return new ConnectOptions(only, nowMs, cache, progress, cancel, service, wholeLog, salvage, accepted);
    }

    /** Returns these options with another time; null for the time of the last entry. */
    public ConnectOptions withNowMs(@Nullable Long time) {
        return new ConnectOptions(snapshotOnly, time, cache, progress, cancel, service, wholeLog, salvage, accepted);
    }

    /** Returns these options with a progress listener and a cancellation token. */
    public ConnectOptions watched(Progress by, Cancel newCancel) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, by, newCancel, service, wholeLog, salvage, accepted);
    }

    /** Returns these options with other access to a running service. */
    public ConnectOptions with(ServiceAccess access) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, access, wholeLog, salvage, accepted);
    }

    /** Returns these options with the whole log applied, or only up to the last committed entry. */
    public ConnectOptions withWholeLog(boolean whole) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, whole, salvage, accepted);
    }

    /** Returns these options with or without salvaging a damaged Raft directory. */
    public ConnectOptions withSalvage(boolean sound) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, wholeLog, sound, accepted);
    }

    /** Returns these options with checks that may fail. */
    public ConnectOptions withAccepted(Set<StoreCheck> checks) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, wholeLog, salvage, checks);
    }
}
