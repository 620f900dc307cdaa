package io.metash.history;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.U64;
import io.metash.sort.OrderedMap;
import io.metash.state.ApplyResult;
import io.metash.state.ExpiryTimes;
import io.metash.state.OverlayStore;
import io.metash.state.StateMachine;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reconstructs past states of a store and the effect of each log entry. */
public final class Reconstruction implements Closeable {
    private final StoreHistory history;
    private final Supplier<OrderedMap> maps;
    private final Supplier<Cancel> cancel;
    private final List<StatePoint> points;
    private @Nullable PartialHistory partial;

    /**
     * Creates the reconstruction.
     *
     * @param maps creates empty maps for values, owned by the states
     * @param cancel supplies the cancellation token of the running command
     */
    public Reconstruction(StoreHistory history, Supplier<OrderedMap> maps, Supplier<Cancel> cancel) throws IOException {
        this.history = history;
        this.maps = maps;
        this.cancel = cancel;
        this.points = new ArrayList<>(history.points());
        if (history.first() == 0 && points.stream().noneMatch(point -> point.at() == null)) {
            points.add(0, StatePoint.START);
        }
    }

    /** Returns the index of the first entry whose state can be reconstructed. */
    public long earliest() throws IOException {
        StatePoint oldest = points.get(0);
        long first = history.first();
        if (oldest.at() == null || oldest.at().index() > first) {
            return first;
        }
        return oldest.at().index();
    }

    /** Returns the index of the last entry whose state can be reconstructed. */
    public long latest() throws IOException {
        return history.last();
    }

    /** Returns the state after an entry. */
    public PastState at(long index) throws IOException {
        StatePoint from = completeStateBefore(index);
        if (from != null) {
            return replayed(from, index);
        }
        return partial(later(index)).at(index);
    }

    /** Returns the nearest complete state at or before an entry from which the log reaches the entry, or null. */
    private @Nullable StatePoint completeStateBefore(long index) throws IOException {
        StatePoint found = null;
        for (StatePoint point : points) {
            boolean before = point.next() <= index + 1;
            boolean reached = point.next() >= history.first();
            if (before && reached) {
                found = point;
            }
        }
        return found;
    }

    /** Returns the nearest complete state after an entry. */
    private StatePoint later(long index) {
        for (StatePoint point : points) {
            if (point.next() > index + 1) {
                return point;
            }
        }
        throw new IllegalStateException("no complete state after entry " + index);
    }

    private PartialHistory partial(StatePoint later) throws IOException {
        PartialHistory open = partial;
        if (open == null || open.later() != later) {
            closePartial();
            open = PartialHistory.of(history, later, maps, cancel.get());
            partial = open;
        }
        return open;
    }

    private PastState replayed(StatePoint from, long index) throws IOException {
        OverlayStore rows = new OverlayStore(from.rows(), maps.get());
        StateMachine machine = machine(from, rows);
        Long timeMs = null;
        try (EntryCursor entries = history.entries(Math.min(from.next(), history.first()))) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                if (U64.compare(entry.logId().index(), index) > 0) {
                    break;
                }
                cancel.get().check();
                if (entry.logId().index() >= from.next()) {
                    machine.apply(entry);
                }
                timeMs = time(entry, timeMs);
            }
        }
        PastState.Members members = new PastState.Members(machine.lastMembership(), machine.nodes(), List.of());
        PastState.Meta meta = new PastState.Meta(timeMs, machine.sequence(), true, members, machine.features());
        LogId at = Objects.requireNonNull(machine.lastApplied(), "no entry was applied");
        return new PastState(at, rows, new TreeMap<>(), meta, true);
    }

    private static @Nullable Long time(Entry entry, @Nullable Long before) {
        if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
            return normal.timeMs();
        }
        return before;
    }

    private static StateMachine machine(StatePoint from, OverlayStore rows) {
        StateMachine machine = new StateMachine(rows);
        for (MetaRecord fact : from.facts()) {
            machine.load(fact);
        }
        LogId at = from.at();
        if (at != null) {
            machine.load(new MetaRecord.LastApplied(at));
        }
        machine.loadFeatures(from.features());
        machine.keepRemovedValues(true);
        return machine;
    }

    /** Reports the effect of each log entry from the first one up to an index. */
    public void walk(long until, LogStep.Sink sink) throws IOException {
        LogStep.Sink bounded = step -> {
            if (step.entry().logId().index() <= until) {
                sink.step(step);
            }
        };
        StatePoint from = completeStateBefore(history.first() - 1);
        if (from == null) {
            from = later(history.first() - 1);
            partial(from).walk(bounded);
        }
        try (OverlayStore rows = new OverlayStore(from.rows(), maps.get());
                EntryCursor entries = history.entries(from.next())) {
            StateMachine machine = machine(from, rows);
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                // The last index is -1 when no entry is applied.
                if (entry.logId().index() > Math.min(until, history.last())) {
                    break;
                }
                cancel.get().check();
                sink.step(step(entry, machine.apply(entry)));
            }
        }
    }

    /** Returns the effect of an entry, with at most one change per key. */
    private static LogStep step(Entry entry, ApplyResult result) {
        Map<Object, KeyChange> changes = new LinkedHashMap<>();
        for (ApplyResult.Change change : result.changes()) {
            KeyChange.Cause cause;
            if (expired(change, PartialReplay.time(entry))) {
                cause = KeyChange.Cause.EXPIRY;
            } else {
                cause = KeyChange.Cause.WRITE;
            }
            KeyChange now =
                    new KeyChange(change.key(), PastValue.of(change.before()), PastValue.of(change.after()), cause);
            changes.merge(
                    List.of(change.key(), cause),
                    now,
                    (first, last) -> new KeyChange(first.key(), first.before(), last.after(), cause));
        }
        return new LogStep(entry, branch(entry, result.reply()), List.copyOf(changes.values()));
    }

    private static boolean expired(ApplyResult.Change change, @Nullable Long timeMs) {
        return change.after() == null
                && change.before() != null
                && timeMs != null
                && ExpiryTimes.expired(change.before().meta(), timeMs);
    }

    private static String branch(Entry entry, ApplyResult.Reply reply) {
        if (reply instanceof ApplyResult.Transacted transacted) {
            return transacted.path();
        }
        if (reply instanceof ApplyResult.Upserted upserted
                && entry.payload() instanceof Entry.Normal normal
                && normal.cmd() instanceof Cmd.UpsertKv cmd) {
            boolean conditional = !(cmd.seq() instanceof Cmd.Any);
            boolean refused = conditional && upserted.before() == upserted.after();
            if (refused) {
                return "refused";
            }
            return "done";
        }
        return "";
    }

    private void closePartial() throws IOException {
        if (partial != null) {
            partial.close();
        }
        partial = null;
    }

    @Override
    public void close() throws IOException {
        closePartial();
    }
}
