package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.SeqV;
import io.metash.state.Counters;
import io.metash.state.ExpiryTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the actions of log entries to partially known keys. */
final class Effects implements Action.Visitor<Void, IOException> {
    private static final int OPEN_POSITION = -1;

    private final TouchedKeys keys;
    private final Inference inference;
    private final Conditions conditions;
    private int entry;
    /** The time of the entry; 0 when it has none. */
    private long timeMs;

    private int fewest;
    private int most;
    private final List<TouchedKey> touched = new ArrayList<>();
    private final List<KeyChange> changes = new ArrayList<>();
    private boolean watched;
    private List<TouchedKey> made = List.of();

    Effects(TouchedKeys keys, Inference inference, Conditions conditions) {
        this.keys = keys;
        this.inference = inference;
        this.conditions = conditions;
    }

    /**
     * Starts the next entry; removes expired keys first.
     *
     * @param madeKeys the snapshot's keys that the entry may have generated from a counter
     * @param withChanges whether to record its changes
     */
    void begin(int index, @Nullable Long entryTimeMs, List<TouchedKey> madeKeys, boolean withChanges)
            throws IOException {
        made = madeKeys;
        entry = index;
        timeMs = 0;
        fewest = 0;
        most = 0;
        watched = withChanges;
        touched.clear();
        changes.clear();
        if (entryTimeMs != null) {
            timeMs = entryTimeMs;
            for (TouchedKey key = keys.nextExpired(timeMs); key != null; key = keys.nextExpired(timeMs)) {
                PastValue before = past(key.key());
                key.gone();
                change(key.key(), before, KeyChange.Cause.EXPIRY);
            }
            keys.expiredUpTo(timeMs);
        }
    }

    /** Ends the entry: for the keys it touched, evidence from the snapshot and conditions now applies. */
    void end() {
        for (TouchedKey key : touched) {
            boolean open = key.certainty() == Certainty.NUMBER_OPEN && key.writer() == entry;
            int position = key.position();
            if (key.touch() != entry) {
                continue;
            }
            key.settle();
            if (open && key.fromSnapshot() && position > 0) {
                inference.before(entry, key.storedSeq() - position);
            }
        }
        inference.range(entry, fewest, most);
    }

    /** Returns the changes of the entry; valid once it has ended. */
    List<KeyChange> changes() throws IOException {
        List<KeyChange> all = new ArrayList<>();
        for (KeyChange change : changes) {
            KeyChange now = change;
            if (change.cause() != KeyChange.Cause.EXPIRY) {
                now = new KeyChange(change.key(), change.before(), keys.past(change.key()), change.cause());
            }
            if (!same(now.before(), now.after())) {
                all.add(now);
            }
        }
        return all;
    }

    private static boolean same(PastValue a, PastValue b) {
        SeqV one = a.value();
        SeqV other = b.value();
        if (one == null && other == null) {
            return a.certainty().settled() && b.certainty().settled();
        }
        return a.certainty() == Certainty.KNOWN
                && b.certainty() == Certainty.KNOWN
                && one != null
                && other != null
                && one.seq() == other.seq();
    }

    /** Returns the state of a key before a change; not read unless changes are recorded. */
    private PastValue past(Bytes key) throws IOException {
        if (watched) {
            return keys.past(key);
        }
        return PastValue.ABSENT;
    }

    private void change(Bytes key, PastValue before, KeyChange.Cause cause) {
        if (watched && changes.stream().noneMatch(earlier -> earlier.key().equals(key) && earlier.cause() == cause)) {
            changes.add(new KeyChange(key, before, PastValue.ABSENT, cause));
        }
    }

    /** Applies an undecided choice of branches: every key that one of them writes becomes unknown. */
    void open(List<Integer> branches, List<BranchShape> possible) throws IOException {
        fewest = Integer.MAX_VALUE;
        for (BranchShape shape : possible) {
            fewest = Math.min(fewest, shape.fewest());
            most = Math.max(most, shape.most());
            for (Bytes key : shape.leaves().keySet()) {
                TouchedKey named = keys.add(key);
                unknown(named, shape.mayExpire(key), KeyChange.Cause.OPEN);
                if (shape.renews(key)) {
                    named.renew(entry);
                }
            }
            for (Bytes prefix : shape.prefixes()) {
                for (TouchedKey key : keys.below(prefix)) {
                    unknown(key, false, KeyChange.Cause.OPEN);
                    key.renew(entry);
                }
            }
            if (!shape.putNexts().isEmpty()) {
                markCreatedKeysUnknown();
            }
        }
        for (int i = 0; i < branches.size(); i++) {
            for (BranchShape.Write write : possible.get(i).writes()) {
                keys.add(write.key()).openWrite(branches.get(i), write.position());
            }
        }
    }

    private void unknown(TouchedKey key, boolean mayExpire, KeyChange.Cause cause) throws IOException {
        PastValue before = past(key.key());
        key.unknown(entry, mayExpire);
        touched.add(key);
        change(key.key(), before, cause);
    }

    /** Applies an action whose effect depends on an unknown value. */
    private void depends(TouchedKey key, boolean mayExpire, KeyChange.Cause cause) throws IOException {
        unknown(key, mayExpire, cause);
        key.dependsOnUnknown();
    }

    private void count(boolean certain) {
        if (certain) {
            fewest++;
        }
        most++;
    }

    private void write(TouchedKey key, Bytes data, KvOp.@Nullable Content content) throws IOException {
        count(true);
        PastValue before = past(key.key());
        KvMeta meta;
        if (content == null) {
            meta = ExpiryTimes.meta(null, null, timeMs);
        } else {
            meta = ExpiryTimes.meta(content.expireAtMs(), content.ttlMs(), timeMs);
        }
        if (ExpiryTimes.expired(meta, timeMs)) {
            key.absent(entry);
        } else {
            int position = OPEN_POSITION;
            if (fewest == most) {
                position = most;
            }
            boolean numberKnown = position > 0 && inference.exact(entry);
            long seq = 0;
            if (numberKnown) {
                seq = inference.low(entry) + position;
            }
            keys.write(key, entry, numberKnown, position, new SeqV(seq, meta, data));
        }
        touched.add(key);
        change(key.key(), before, KeyChange.Cause.WRITE);
    }

    @Override
    public Void put(Action.Put put) throws IOException {
        TouchedKey key = keys.add(put.key());
        key.renew(entry);
        switch (conditions.matches(put.key(), put.matchSeq())) {
            case TRUE -> write(key, put.content().value(), put.content());
            case OPEN -> {
                count(false);
                depends(key, expires(put.content()), KeyChange.Cause.OPEN);
            }
            default -> {}
        }
        return null;
    }

    private static boolean expires(KvOp.Content content) {
        return content.expireAtMs() != null || content.ttlMs() != null;
    }

    @Override
    public Void keep(Action.Keep keep) throws IOException {
        TouchedKey key = keys.add(keep.key());
        Certainty now = keys.certainty(keep.key());
        if (now.present()) {
            write(key, keys.value(keep.key()).data(), keep.content());
        } else if (key.keepsBytesFrom(entry)) {
            write(key, keys.stored(keep.key()).data(), keep.content());
        } else if (now != Certainty.ABSENT) {
            count(false);
            depends(key, expires(keep.content()), KeyChange.Cause.OPEN);
        }
        return null;
    }

    @Override
    public Void delete(Action.Delete delete) throws IOException {
        TouchedKey key = keys.add(delete.key());
        key.renew(entry);
        switch (conditions.matches(delete.key(), delete.matchSeq())) {
            case TRUE -> absent(key);
            case OPEN -> depends(key, false, KeyChange.Cause.OPEN);
            default -> {}
        }
        return null;
    }

    private void absent(TouchedKey key) throws IOException {
        PastValue before = past(key.key());
        key.absent(entry);
        key.renew(entry);
        touched.add(key);
        change(key.key(), before, KeyChange.Cause.WRITE);
    }

    @Override
    public Void deletePrefix(Action.DeletePrefix delete) throws IOException {
        for (TouchedKey key : keys.below(delete.prefix())) {
            absent(key);
        }
        keys.emptied(delete.prefix());
        return null;
    }

    @Override
    public Void increase(Action.Increase increase) throws IOException {
        TouchedKey key = keys.add(increase.key());
        key.renew(entry);
        Truth matches = conditions.matches(increase.key(), increase.matchSeq());
        if (matches == Truth.FALSE) {
            return null;
        }
        Certainty now = keys.certainty(increase.key());
        if (matches == Truth.TRUE && (now.present() || now == Certainty.ABSENT)) {
            long before = Counters.number(number(increase.key(), now));
            write(key, Counters.text(Counters.increased(before, increase.delta(), increase.floor())), null);
        } else {
            boolean writes = matches == Truth.TRUE;
            count(writes);
            depends(key, false, writes ? KeyChange.Cause.WRITE : KeyChange.Cause.OPEN);
        }
        return null;
    }

    private @Nullable Bytes number(Bytes key, Certainty now) throws IOException {
        if (now.present()) {
            return keys.value(key).data();
        }
        return null;
    }

    @Override
    public Void putNext(Action.PutNext put) throws IOException {
        TouchedKey counter = keys.add(put.counter());
        counter.renew(entry);
        Certainty now = keys.certainty(put.counter());
        if (now.present() || now == Certainty.ABSENT) {
            long number = Counters.number(number(put.counter(), now));
            write(counter, Counters.text(Counters.next(number)), null);
            TouchedKey next = keys.add(Counters.key(put.prefix(), number));
            next.renew(entry);
            write(next, put.content().value(), put.content());
        } else {
            count(true);
            depends(counter, false, KeyChange.Cause.WRITE);
            count(true);
            markCreatedKeysUnknown();
        }
        return null;
    }

    private void markCreatedKeysUnknown() throws IOException {
        for (TouchedKey key : made) {
            unknown(key, true, KeyChange.Cause.OPEN);
            key.renew(entry);
        }
    }
}
