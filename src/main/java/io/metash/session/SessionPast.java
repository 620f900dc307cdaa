package io.metash.session;

import io.metash.history.LogStep;
import io.metash.history.PastState;
import io.metash.history.Reconstruction;
import io.metash.history.StoreHistory;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.sort.OrderedMap;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The history of a store at rest: the log positions that a session can move to, and the current one. */
public final class SessionPast implements Closeable {
    private final StoreSession store;
    private final StoreParts parts;
    private final Supplier<OrderedMap> maps;
    private StoreHistory history;
    private Reconstruction reconstruction;
    private Cancel cancel = new Cancel();
    private @Nullable Session base;
    private @Nullable PastView shown;

    SessionPast(StoreSession store, StoreParts parts, StoreHistory history, Supplier<OrderedMap> maps)
            throws IOException {
        this.store = store;
        this.parts = parts;
        this.maps = maps;
        this.history = history;
        this.reconstruction = new Reconstruction(history, maps, () -> cancel);
    }

    /** Returns the index of the first position. */
    public long earliest() throws IOException {
        return reconstruction.earliest();
    }

    /** Returns the index of the last applied entry; below {@link #earliest} when there is none. */
    public long latest() throws IOException {
        return reconstruction.latest();
    }

    /** The earlier state shown in place of the latest one. */
    public Optional<PastState> shown() {
        return Optional.ofNullable(shown).map(PastView::state);
    }

    /** The session on that state, or null. */
    @Nullable
    PastView view() {
        return shown;
    }

    /** Moves the session to the state after an entry. */
    public void go(long index, Cancel newCancel) throws IOException {
        PastView next = viewOf(index, store.requestedTime(), newCancel);
        goToLatest();
        shown = next;
    }

    /** Moves the session to the latest state. */
    public void goToLatest() throws IOException {
        if (shown != null) {
            shown.close();
        }
        shown = null;
    }

    /** Opens a session on the state after an entry, including expired keys. Close it before this session. */
    public Session at(long index, Cancel newCancel) throws IOException {
        return viewOf(index, Optional.of(0L), newCancel);
    }

    private PastView viewOf(long index, Optional<Long> nowMs, Cancel newCancel) throws IOException {
        cancel = newCancel;
        check(index);
        PastState state = reconstruction.at(index);
        Long now;
        if (nowMs.isPresent()) {
            now = nowMs.get();
        } else {
            now = state.timeMs();
        }
        return new PastView(store, parts, history, state, now, newCancel);
    }

    private void check(long index) throws IOException {
        String wanted = U64.text(index);
        if (latest() < earliest()) {
            throw Failure.of(ExitStatus.NO, "the log of this store has no entries")
                    .at(store.place());
        }
        if (U64.compare(index, earliest()) < 0) {
            throw Failure.of(ExitStatus.NO, "the log does not reach back to entry " + wanted)
                    .at(store.place())
                    .because("The first entry that can be shown is " + earliest() + when(earliest()) + ".")
                    .next("at " + earliest() + "; or with an older backup: at " + wanted + " --base BACKUP");
        }
        if (U64.compare(index, latest()) > 0) {
            throw Failure.of(ExitStatus.NO, "entry " + wanted + " is not applied")
                    .at(store.place())
                    .because("The last applied entry is " + latest() + when(latest()) + ".")
                    .next("at latest");
        }
    }

    private String when(long index) throws IOException {
        try (EntryCursor entries = history.entries(index)) {
            Entry entry = entries.next();
            if (entry != null
                    && entry.logId().index() == index
                    && entry.payload() instanceof Entry.Normal normal
                    && normal.timeMs() != null) {
                return ", written at " + StoreSession.TIME.format(Instant.ofEpochMilli(normal.timeMs())) + " UTC";
            }
            return "";
        }
    }

    /** Returns the last entry before the first one later than a time. */
    public long index(long timeMs, Cancel newCancel) throws IOException {
        long found = -1;
        boolean timed = false;
        try (EntryCursor entries = history.entries(history.first())) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                newCancel.check();
                long index = entry.logId().index();
                if (U64.compare(index, latest()) > 0) {
                    break;
                }
                if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                    if (U64.compare(normal.timeMs(), timeMs) > 0) {
                        break;
                    }
                    timed = true;
                }
                found = index;
            }
        }
        if (!timed) {
            throw Failure.of(
                            ExitStatus.NO,
                            "the log does not reach back to " + StoreSession.TIME.format(Instant.ofEpochMilli(timeMs))
                                    + " UTC")
                    .at(store.place())
                    .because("The first entry that can be shown is " + earliest() + when(earliest()) + ".")
                    .next("at " + earliest() + "; or with an older backup: at TIME --base BACKUP");
        }
        return found;
    }

    /** The time of the latest state in milliseconds since the epoch, u64; null when no entry has a time. */
    public @Nullable Long latestTimeMs() {
        return store.latestTimeMs();
    }

    /** Adds the history of an older backup; takes ownership of its session. */
    public void base(Session older, Cancel newCancel) throws IOException {
        cancel = newCancel;
        if (!(older instanceof StoreSession other)) {
            older.close();
            throw Failure.of(ExitStatus.USAGE, "--base takes an export file or a Raft directory")
                    .at(older.place());
        }
        StoreHistory joined;
        Reconstruction renewed;
        try {
            joined = JoinedHistory.of(other.history(), store.history(), other.place());
            renewed = new Reconstruction(joined, maps, () -> cancel);
        } catch (IOException | RuntimeException refused) {
            older.close();
            throw refused;
        }
        goToLatest();
        close();
        base = older;
        history = joined;
        reconstruction = renewed;
    }

    /** Reports the effect of each log entry from the first one up to an index. */
    public void walk(long until, LogStep.Sink sink, Cancel newCancel) throws IOException {
        cancel = newCancel;
        reconstruction.walk(until, sink);
    }

    @Override
    public void close() throws IOException {
        goToLatest();
        reconstruction.close();
        if (base != null) {
            base.close();
        }
        base = null;
    }
}
