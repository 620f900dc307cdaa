package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.state.ApplyResult.Change;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The operations of transactions; they see each other's effects (meta-service-api §3.6). */
final class TxnOperations {
    private static final Pattern NUMBER = Pattern.compile("[ \\t\\r\\n]*(0|[1-9][0-9]{0,19})[ \\t\\r\\n]*");
    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final StateWriter writer;

    TxnOperations(StateWriter writer) {
        this.writer = writer;
    }

    ApplyResult.Outcome get(Bytes key) throws IOException {
        return new ApplyResult.Got(key, writer.get(key));
    }

    ApplyResult.Outcome put(Bytes key, Long matchSeq, Bytes value, Long expireAt, Long ttlMs) throws IOException {
        SeqV now = writer.get(key);
        if (differs(matchSeq, now)) {
            return new ApplyResult.Put(key, now, now);
        }
        Change change = writer.put(key, value, expireAt, ttlMs);
        return new ApplyResult.Put(key, change.before(), change.after());
    }

    ApplyResult.Outcome delete(Bytes key, Long matchSeq) throws IOException {
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

    ApplyResult.Outcome fetchIncrease(Bytes key, Long matchSeq, long delta, long floor) throws IOException {
        SeqV now = writer.get(key);
        long before = number(now);
        long seq = now == null ? 0 : now.seq();
        if (differs(matchSeq, now)) {
            return new ApplyResult.Increased(key, seq, before, seq, before);
        }
        BigInteger sum = unsigned(Long.compareUnsigned(before, floor) >= 0 ? before : floor)
                .add(BigInteger.valueOf(delta));
        long after = sum.max(BigInteger.ZERO).min(HIGHEST).longValue();
        Change change = writer.put(key, text(after), null, null);
        return new ApplyResult.Increased(key, seq, before, change.after().seq(), after);
    }

    ApplyResult.Outcome putSequential(Bytes prefix, Bytes sequenceKey, Bytes value, Long expireAt, Long ttlMs)
            throws IOException {
        long number = number(writer.get(sequenceKey));
        long next = number == -1 ? number : number + 1;
        writer.put(sequenceKey, text(next), null, null);
        return put(Bytes.utf8(prefix.text() + grouped(number)), null, value, expireAt, ttlMs);
    }

    private static boolean differs(Long matchSeq, SeqV now) {
        return matchSeq != null && matchSeq != (now == null ? 0 : now.seq());
    }

    /** What is no number counts as 0. */
    private static long number(SeqV value) {
        if (value == null) {
            return 0;
        }
        var matcher = NUMBER.matcher(new String(value.data().array(), StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return 0;
        }
        BigInteger number = new BigInteger(matcher.group(1));
        return number.compareTo(HIGHEST) > 0 ? 0 : number.longValue();
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    private static Bytes text(long number) {
        return Bytes.utf8(Long.toUnsignedString(number));
    }

    /** Twenty-one digits in groups of three. */
    private static String grouped(long number) {
        String digits = String.format(Locale.ROOT, "%21s", Long.toUnsignedString(number))
                .replace(' ', '0');
        return digits.replaceAll("(\\d{3})(?=\\d)", "$1_");
    }
}
