package io.metash.session;

import io.metash.integrity.StoreCheck;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.util.Set;

/**
 * How a store is opened.
 *
 * @param snapshotOnly whether the snapshot alone is shown, without the log that came after it
 * @param nowMs the time that expiry is judged by, milliseconds since the epoch, u64; null for the time of the last entry
 * @param cache where indexes and scratch files go
 * @param progress told how far the first scan of a file is
 * @param cancel asked now and then during long work
 * @param service how a running service is spoken to
 * @param wholeLog whether the log is applied to its end, committed or not, as a new cluster will do
 * @param salvage whether of a damaged Raft directory what is sound is shown (decisions 12)
 * @param accepted checks that the store may fail
 */
public record ConnectOptions(
        boolean snapshotOnly,
        Long nowMs,
        CacheFolder cache,
        Progress progress,
        Cancel cancel,
        ServiceAccess service,
        boolean wholeLog,
        boolean salvage,
        Set<StoreCheck> accepted) {
    /** The usual way: the state as of the last committed entry, the user's own cache folder. */
    public static ConnectOptions standard() {
        return new ConnectOptions(
                false,
                null,
                CacheFolder.ofUser(),
                Progress.NONE,
                new Cancel(),
                ServiceAccess.STANDARD,
                false,
                false,
                Set.of());
    }

    /** The same with the snapshot alone, or not. */
    public ConnectOptions withSnapshotOnly(boolean only) {
        return new ConnectOptions(only, nowMs, cache, progress, cancel, service, wholeLog, salvage, accepted);
    }

    /** The same at another time. */
    public ConnectOptions withNowMs(Long time) {
        return new ConnectOptions(snapshotOnly, time, cache, progress, cancel, service, wholeLog, salvage, accepted);
    }

    /** The same with another cache folder. */
    public ConnectOptions withCache(CacheFolder folder) {
        return new ConnectOptions(snapshotOnly, nowMs, folder, progress, cancel, service, wholeLog, salvage, accepted);
    }

    /** The same with somebody who is told how far it is, and a wish to stop. */
    public ConnectOptions watched(Progress by, Cancel wish) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, by, wish, service, wholeLog, salvage, accepted);
    }

    /** The same with another way to speak to a running service. */
    public ConnectOptions with(ServiceAccess access) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, access, wholeLog, salvage, accepted);
    }

    /** The same with the log applied to its end, or up to what is committed. */
    public ConnectOptions withWholeLog(boolean whole) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, whole, salvage, accepted);
    }

    /** The same with what is sound of a damaged Raft directory, or with a failure for one. */
    public ConnectOptions withSalvage(boolean sound) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, wholeLog, sound, accepted);
    }

    /** The same with checks that the store may fail. */
    public ConnectOptions withAccepted(Set<StoreCheck> checks) {
        return new ConnectOptions(snapshotOnly, nowMs, cache, progress, cancel, service, wholeLog, salvage, checks);
    }
}
