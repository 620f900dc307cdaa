package io.metash.session;

import io.metash.history.PastState;
import io.metash.history.StoreHistory;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import io.metash.state.ExpiryCursor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session on the state after an earlier log entry. */
final class PastView implements Session {
    private final StoreSession store;
    private final StoreParts parts;
    private final StoreHistory history;
    private final PastState state;
    private final @Nullable Long nowMs;
    private final Cancel cancel;

    /** Creates a view of a state, and owns it; {@code nowMs} is the time for expiry, null to hide nothing. */
    PastView(
            StoreSession store,
            StoreParts parts,
            StoreHistory history,
            PastState state,
            @Nullable Long nowMs,
            Cancel cancel) {
        this.store = store;
        this.parts = parts;
        this.history = history;
        this.state = state;
        this.nowMs = nowMs;
        this.cancel = cancel;
    }

    PastState state() {
        return state;
    }

    @Override
    public Optional<PastState> shownPast() {
        return Optional.of(state);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public SessionKind kind() {
        return store.kind();
    }

    @Override
    public String place() {
        return store.place();
    }

    @Override
    public String promptState() {
        return "at " + index();
    }

    private String index() {
        return U64.text(state.at().index());
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        String when = "";
        if (state.timeMs() != null) {
            when = ", of " + StoreSession.TIME.format(Instant.ofEpochMilli(state.timeMs())) + " UTC";
        }
        notes.add("showing the state after entry " + state.at() + when);
        int unknown = state.unknown().size();
        if (unknown > 0) {
            notes.add((unknown == 1 ? "1 key is" : unknown + " keys are")
                    + " unknown at this entry and not shown; 'at --unknown' lists them with the reasons");
        }
        if (!state.sequenceKnown()) {
            notes.add("the sequence number at this entry is not known; it is at most " + U64.text(state.sequence()));
        }
        if (!state.replayed()) {
            notes.add("keys that were last written before the log begins and expired before the snapshot"
                    + " leave no trace and are not shown");
        }
        return notes;
    }

    @Override
    public @Nullable SeqV get(Bytes key) throws IOException {
        SeqV value = state.rows().get(key);
        if (value != null && LiveCursor.isLive(value, nowMs)) {
            return value;
        }
        return null;
    }

    @Override
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException {
        return new LiveCursor(state.rows().scan(fromInclusive, toExclusive), nowMs);
    }

    @Override
    public StoreStatus status() throws IOException {
        return new StoreStatus(
                kind(),
                place(),
                parts.raft(),
                log(),
                parts.snapshot(),
                new StoreStatus.State(
                        state.at(),
                        state.sequence(),
                        state.membership().orElse(StoredMembership.none()),
                        state.nodes(),
                        state.features(),
                        nowMs),
                counts(),
                notes());
    }

    /** The log up to the entry. Its size on disk is unknown, since the files hold the later entries too. */
    private StoreStatus.Log log() throws IOException {
        LogId first = parts.log().first();
        LogId last = state.at();
        if (first == null || U64.compare(first.index(), last.index()) > 0) {
            return new StoreStatus.Log(null, null, 0, 0, StoreStatus.UNKNOWN);
        }
        return new StoreStatus.Log(first, last, last.index() - first.index() + 1, 0, StoreStatus.UNKNOWN);
    }

    private StoreStatus.Counts counts() throws IOException {
        long keys = 0;
        long expiring = 0;
        try (KvCursor all = scan(Bytes.EMPTY, null)) {
            while (all.next()) {
                cancel.check();
                keys++;
                if (all.value().meta() != null && all.value().meta().expireAt() != null) {
                    expiring++;
                }
            }
        }
        long hidden = 0;
        try (ExpiryCursor rows = state.rows().expiries()) {
            while (nowMs != null && rows.next() && U64.compare(rows.timeMs(), nowMs) < 0) {
                SeqV value = state.rows().get(rows.key());
                if (value != null && value.seq() == rows.seq()) {
                    hidden++;
                }
            }
        }
        return new StoreStatus.Counts(keys, expiring, hidden);
    }

    @Override
    public RecordSource export() throws IOException {
        return new PastExport(state, history, parts.raft(), place(), cancel);
    }

    @Override
    public void close() throws IOException {
        state.close();
    }
}
