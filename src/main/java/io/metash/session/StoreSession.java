package io.metash.session;

import io.metash.history.PastState;
import io.metash.history.StoreHistory;
import io.metash.integrity.StoreCheck;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.sort.SpillMap;
import io.metash.state.ExpiryCursor;
import io.metash.state.OverlayStore;
import io.metash.state.StateMachine;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session on a store at rest: its snapshot with the committed log applied. */
final class StoreSession implements Session {
    /** Memory limit of the state in bytes: two stores may be open at once in a small heap. */
    private static final long STATE_BYTES =
            Math.min(48L << 20, Runtime.getRuntime().maxMemory() / 6);

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String name;
    private final String place;
    private final StoreParts parts;
    private final OverlayStore state;
    private final StateMachine machine;
    private final Replay replay;
    private final boolean snapshotOnly;
    private final @Nullable Long nowMs;
    private final Cancel cancel;
    private final Set<StoreCheck> accepted;
    private final List<String> notes = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final ConnectOptions options;
    private @Nullable SessionPast past;
    private long hidden = -1;

    private StoreSession(String name, String place, StoreParts parts, ConnectOptions options) throws IOException {
        this.name = name;
        this.place = place;
        this.parts = parts;
        this.options = options;
        this.snapshotOnly = options.snapshotOnly();
        this.state = new OverlayStore(
                parts.snapshotRows(), new SpillMap(options.cache().scratch(), STATE_BYTES));
        this.machine = new StateMachine(state);
        for (MetaRecord fact : parts.snapshotFacts()) {
            machine.load(fact);
        }
        machine.loadFeatures(parts.snapshotFeatures());
        this.replay = new Replay(parts, machine, options);
        if (!snapshotOnly) {
            replay.run();
        }
        this.cancel = options.cancel();
        this.accepted = parts.accepted(options);
        if (options.nowMs() != null) {
            this.nowMs = options.nowMs();
        } else {
            this.nowMs = replay.timeMs();
        }
        notes.addAll(parts.notes());
        notes.addAll(shown());
        losses.addAll(parts.losses());
        losses.addAll(replay.losses());
    }

    /** Opens a session over the parts and takes ownership of them. */
    static StoreSession open(String name, String place, StoreParts parts, ConnectOptions options) throws IOException {
        try {
            return new StoreSession(name, place, parts, options);
        } catch (IOException | RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    /** Describes the shown and the hidden parts of the store. */
    private List<String> shown() throws IOException {
        List<String> lines = new ArrayList<>();
        LogId base = parts.snapshot().lastApplied();
        String from = "no snapshot";
        if (base != null) {
            from = "snapshot at " + base;
        }
        if (snapshotOnly) {
            LogId last = parts.log().last();
            long next = 0;
            if (base != null) {
                next = base.index() + 1;
            }
            String later = "";
            if (last != null && U64.compare(last.index(), next) >= 0) {
                later = "; " + (last.index() - next + 1) + " later log entries are not applied";
            }
            lines.add("showing only the snapshot: " + from + later);
        } else {
            lines.add("showing the state as of " + (machine.lastApplied() == null ? "the start" : machine.lastApplied())
                    + ": " + from + ", " + replay.applied() + " log entries applied");
        }
        if (replay.uncommitted() > 0) {
            LogId last = parts.log().last();
            lines.add(
                    replay.uncommitted() == 1
                            ? "1 log entry past committed, " + last + ", is not applied"
                            : replay.uncommitted() + " log entries past committed, up to " + last
                                    + ", are not applied");
        }
        Long now = nowMs;
        if (now != null && hidden() > 0) {
            lines.add(hidden() + " keys that expired by " + TIME.format(Instant.ofEpochMilli(now))
                    + " UTC are hidden; connect with --now TIME to see another time");
        }
        return lines;
    }

    /** Number of stored keys that have expired. */
    private long hidden() throws IOException {
        if (hidden < 0) {
            hidden = 0;
            try (ExpiryCursor rows = state.expiries()) {
                while (nowMs != null && rows.next() && U64.compare(rows.timeMs(), nowMs) < 0) {
                    SeqV value = state.get(rows.key());
                    if (value != null && value.seq() == rows.seq()) {
                        hidden++;
                    }
                }
            }
        }
        return hidden;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SessionKind kind() {
        return parts.kind();
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public Optional<SessionPast> past() throws IOException {
        if (past == null && losses.isEmpty()) {
            past = new SessionPast(
                    this, parts, history(), () -> new SpillMap(options.cache().scratch(), STATE_BYTES));
        }
        return Optional.ofNullable(past);
    }

    @Override
    public Optional<PastState> shownPast() {
        if (past == null) {
            return Optional.empty();
        }
        return past.shown();
    }

    /** The history of the store. */
    StoreHistory history() {
        return new PartsHistory(parts, machine.lastApplied());
    }

    /** The requested time for expiry. */
    Optional<Long> requestedTime() {
        return Optional.ofNullable(options.nowMs());
    }

    /** The time of the last entry with a time, or null. */
    @Nullable
    Long latestTimeMs() {
        return replay.timeMs();
    }

    /** The session on an earlier entry, or null. */
    private @Nullable PastView elsewhere() {
        if (past == null) {
            return null;
        }
        return past.view();
    }

    @Override
    public String promptState() {
        Session earlier = elsewhere();
        if (earlier != null) {
            return earlier.promptState();
        }
        LogId last = machine.lastApplied();
        if (last == null) {
            return "";
        }
        return "log " + U64.text(last.index());
    }

    @Override
    public List<String> notes() {
        Session earlier = elsewhere();
        if (earlier != null) {
            return earlier.notes();
        }
        return notes;
    }

    @Override
    public List<String> losses() {
        return losses;
    }

    @Override
    public @Nullable SeqV get(Bytes key) throws IOException {
        Session earlier = elsewhere();
        if (earlier != null) {
            return earlier.get(key);
        }
        SeqV value = state.get(key);
        if (value != null && LiveCursor.isLive(value, nowMs)) {
            return value;
        }
        return null;
    }

    @Override
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException {
        Session earlier = elsewhere();
        if (earlier != null) {
            return earlier.scan(fromInclusive, toExclusive);
        }
        return new LiveCursor(state.scan(fromInclusive, toExclusive), nowMs);
    }

    @Override
    public StoreStatus status() throws IOException {
        Session earlier = elsewhere();
        if (earlier != null) {
            return earlier.status();
        }
        StoreStatus.Log log = parts.log();
        StoreStatus.Snapshot snapshot = parts.snapshot();
        return new StoreStatus(
                        kind(),
                        place,
                        parts.raft(),
                        new StoreStatus.Log(log.first(), log.last(), log.entries(), replay.uncommitted(), log.bytes()),
                        snapshot,
                        new StoreStatus.State(
                                machine.lastApplied(),
                                machine.sequence(),
                                machine.lastMembership(),
                                machine.nodes(),
                                machine.features(),
                                nowMs),
                        counts(snapshot),
                        notes)
                .stopping(StoppingEntry.find(parts, cancel));
    }

    private StoreStatus.Counts counts(StoreStatus.Snapshot snapshot) throws IOException {
        if (losses.isEmpty()) {
            return new StoreStatus.Counts(
                    snapshot.keys() + replay.moreKeys() - hidden(),
                    parts.snapshotExpiring() + replay.moreExpiring() - hidden(),
                    hidden());
        }
        // The counts in a snapshot include lost rows.
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
        return new StoreStatus.Counts(keys, expiring, hidden());
    }

    @Override
    public Set<StoreCheck> accepted() {
        return accepted;
    }

    @Override
    public RecordSource export() throws IOException {
        PastView earlier = elsewhere();
        if (earlier != null) {
            String index = U64.text(earlier.state().at().index());
            throw Failure.of(ExitStatus.REFUSED, "the session is at entry " + index + ", not at the latest one")
                    .at(name)
                    .next("export --as-of " + index + " FILE; or first: at latest");
        }
        return parts.export();
    }

    @Override
    public void close() throws IOException {
        try (parts) {
            state.close();
            if (past != null) {
                past.close();
            }
        }
    }
}
