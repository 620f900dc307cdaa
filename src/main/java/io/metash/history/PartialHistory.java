package io.metash.history;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.SeqV;
import io.metash.sort.OrderedMap;
import io.metash.state.OverlayStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** States between the start of a log without a preceding snapshot and the next snapshot. */
final class PartialHistory implements Closeable {
    /** Limit on inference: a longer log is read only twice, and some transactions stay undecided. */
    private static final int MAX_INFERRED = 20_000;

    private static final int MAX_PASSES = 12;

    private final StoreHistory history;
    private final StatePoint later;
    private final long first;
    private final int entries;
    private final Supplier<OrderedMap> maps;
    private final Cancel cancel;
    private final TouchedKeys keys;
    private final List<FactEntry> factEntries = new ArrayList<>();
    private final Inference inference;
    private final PartialReplay replay;
    private List<PartialReplay.PrefixDeletion> deletions = List.of();

    /** An entry that changes membership, nodes or features. These are rare. */
    private record FactEntry(int index, Entry entry) {}

    private PartialHistory(StoreHistory history, StatePoint later, Supplier<OrderedMap> maps, Cancel cancel)
            throws IOException {
        this.history = history;
        this.later = later;
        this.first = history.first();
        this.entries = Math.toIntExact(later.next() - first);
        this.maps = maps;
        this.cancel = cancel;
        this.keys = new TouchedKeys(later.rows(), maps);
        this.inference = new Inference(entries, later.sequence());
        this.replay = new PartialReplay(keys, inference, cancel);
    }

    /** Analyzes the log before {@code later}. */
    static PartialHistory of(StoreHistory history, StatePoint later, Supplier<OrderedMap> maps, Cancel cancel)
            throws IOException {
        PartialHistory partial = new PartialHistory(history, later, maps, cancel);
        try {
            partial.prepare();
            for (int pass = 1; pass <= MAX_PASSES && partial.entries <= MAX_INFERRED; pass++) {
                partial.walk(null);
                if (!partial.finish()) {
                    break;
                }
            }
            if (!partial.inference.contradiction()) {
                return partial;
            }
            // The snapshot contradicts the log: nothing is inferred from it.
            partial.close();
            partial = new PartialHistory(history, later, maps, cancel);
            partial.prepare();
            return partial;
        } catch (IOException | RuntimeException failed) {
            partial.close();
            throw failed;
        }
    }

    /** Finds the keys and entries before {@code later}, without inference. */
    private void prepare() throws IOException {
        factEntries.clear();
        try (EntryCursor cursor = history.entries(first)) {
            for (int i = 0; i < entries; i++) {
                Entry entry = next(cursor);
                replay.find(i, entry);
                if (PastFacts.concerns(entry)) {
                    factEntries.add(new FactEntry(i, entry));
                }
            }
        }
        deletions = replay.found();
    }

    /** Returns the next of the counted entries before the later state. */
    private static Entry next(EntryCursor cursor) throws IOException {
        return Objects.requireNonNull(cursor.next(), "the log ends before the later state");
    }

    private boolean finish() {
        deletions = replay.deletions();
        return replay.end();
    }

    /** Visits all entries up to the later state; {@code sink} receives the effects of each. */
    void walk(LogStep.@Nullable Sink sink) throws IOException {
        replay.begin();
        try (EntryCursor cursor = history.entries(first)) {
            for (int i = 0; i < entries; i++) {
                replay.apply(i, next(cursor), sink);
            }
        }
    }

    /** Returns the complete state after the range. */
    StatePoint later() {
        return later;
    }

    /** Returns the state after an entry. */
    PastState at(long index) throws IOException {
        int until = Math.toIntExact(index - first + 1);
        PastFacts facts = new PastFacts(later);
        for (FactEntry fact : factEntries) {
            facts.entry(fact.entry(), fact.index() >= until);
        }
        LogId at = null;
        Long timeMs = null;
        replay.begin();
        try (EntryCursor cursor = history.entries(first)) {
            for (int i = 0; i < until; i++) {
                Entry entry = next(cursor);
                replay.apply(i, entry, null);
                at = entry.logId();
                if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
                    timeMs = normal.timeMs();
                }
            }
        }
        NavigableMap<Bytes, UnknownKey> unknown = new TreeMap<>();
        PastState.Members members = new PastState.Members(
                facts.membership().orElse(null), facts.nodes(), new ArrayList<>(facts.unknownNodes()));
        PastState.Meta meta =
                new PastState.Meta(timeMs, inference.high(until), inference.exact(until), members, facts.features());
        OverlayStore rows = rows(unknown);
        for (PartialReplay.PrefixDeletion deletion : deletions) {
            if (deletion.entry() >= until && !keys.wasEmptied(deletion.prefix())) {
                unknown.putIfAbsent(
                        deletion.prefix(),
                        new UnknownKey(deletion.prefix(), UnknownKey.Reason.DELETED_BELOW, first + deletion.entry()));
            }
        }
        return new PastState(Objects.requireNonNull(at, "no entry was applied"), rows, unknown, meta, false);
    }

    /** Returns the keys of the later state, overlaid with the state of the keys that the log touches. */
    private OverlayStore rows(NavigableMap<Bytes, UnknownKey> unknown) throws IOException {
        OverlayStore rows = new OverlayStore(later.rows(), maps.get());
        for (TouchedKey key : keys.all()) {
            if (key.fromSnapshot()) {
                continue;
            }
            PastValue past = keys.past(key.key());
            if (!key.stored() && past.certainty().settled() && past.value() == null) {
                continue;
            }
            Long storedExpiresMs = key.storedExpiresMs();
            if (storedExpiresMs != null) {
                rows.unloadExpiry(storedExpiresMs, key.storedSeq());
            }
            SeqV value = past.value();
            if (past.certainty() == Certainty.KNOWN && value != null) {
                rows.load(key.key(), value);
                Long expiresMs = expiresMs(value);
                if (expiresMs != null) {
                    rows.loadExpiry(expiresMs, value.seq(), key.key());
                }
            } else {
                rows.unload(key.key());
            }
            if (!past.certainty().settled()) {
                unknown.put(key.key(), unknown(key));
            }
        }
        return rows;
    }

    private static @Nullable Long expiresMs(SeqV value) {
        KvMeta meta = value.meta();
        if (meta == null) {
            return null;
        }
        return meta.expireAtMs();
    }

    private UnknownKey unknown(TouchedKey key) {
        if (key.certainty() == Certainty.NUMBER_OPEN) {
            return new UnknownKey(key.key(), UnknownKey.Reason.NUMBER_OPEN, first + key.writer());
        }
        if (key.touch() == TouchedKey.BEFORE_LOG) {
            return new UnknownKey(key.key(), UnknownKey.Reason.WRITTEN_LATER, first + key.firstTouch());
        }
        UnknownKey.Reason reason = UnknownKey.Reason.RESULT_OPEN;
        if (key.depends()) {
            reason = UnknownKey.Reason.VALUE_OPEN;
        }
        return new UnknownKey(key.key(), reason, first + key.touch());
    }

    @Override
    public void close() throws IOException {
        keys.close();
    }
}
