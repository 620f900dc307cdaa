package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.state.ApplyResult.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Executes the operations of a transaction; each sees the effects of earlier ones (meta-service-api §3.6). */
final class TxnOperations {
    private final StateWriter writer;

    TxnOperations(StateWriter writer) {
        this.writer = writer;
    }

    ApplyResult.Outcome get(Bytes key) throws IOException {
        return new ApplyResult.Got(key, writer.get(key));
    }

    ApplyResult.Outcome put(
            Bytes key, @Nullable Long matchSeq, Bytes value, @Nullable Long expireAt, @Nullable Long ttlMs)
            throws IOException {
        SeqV now = writer.get(key);
        if (differs(matchSeq, now)) {
            return new ApplyResult.Put(key, now, now);
        }
        Change change = writer.put(key, value, expireAt, ttlMs);
        return new ApplyResult.Put(key, change.before(), change.after());
    }

    ApplyResult.Outcome delete(Bytes key, @Nullable Long matchSeq) throws IOException {
        SeqV now = writer.get(key);
        if (now == null || differs(matchSeq, now)) {
            return new ApplyResult.Deleted(key, false, now);
        }
        writer.delete(key);
        return new ApplyResult.Deleted(key, true, now);
    }

    ApplyResult.Outcome deleteByPrefix(Bytes prefix) throws IOException {
        List<Bytes> keys = new ArrayList<>();
        try (KvCursor rows = writer.below(prefix)) {
            while (rows.next() && rows.key().startsWith(prefix)) {
                keys.add(rows.key());
            }
        }
        for (Bytes key : keys) {
            writer.delete(key, true);
        }
        return new ApplyResult.PrefixDeleted(prefix, keys.size());
    }

    ApplyResult.Outcome fetchIncrease(Bytes key, @Nullable Long matchSeq, long delta, long floor) throws IOException {
        SeqV now = writer.get(key);
        long before = number(now);
        long seq = SeqV.seqOf(now);
        if (differs(matchSeq, now)) {
            return new ApplyResult.Increased(key, seq, before, seq, before);
        }
        long after = Counters.increased(before, delta, floor);
        Change change = writer.put(key, Counters.text(after), null, null);
        return new ApplyResult.Increased(
                key, seq, before, Objects.requireNonNull(change.after()).seq(), after);
    }

    ApplyResult.Outcome putSequential(
            Bytes prefix, Bytes sequenceKey, Bytes value, @Nullable Long expireAt, @Nullable Long ttlMs)
            throws IOException {
        SeqV counter = writer.get(sequenceKey);
        long number = number(counter);
        writer.put(sequenceKey, Counters.text(Counters.next(number)), null, null);
        return put(Counters.key(prefix, number), null, value, expireAt, ttlMs);
    }

    private static long number(@Nullable SeqV counter) {
        if (counter == null) {
            return Counters.number(null);
        }
        return Counters.number(counter.data());
    }

    private static boolean differs(@Nullable Long matchSeq, @Nullable SeqV now) {
        return matchSeq != null && matchSeq != SeqV.seqOf(now);
    }
}
