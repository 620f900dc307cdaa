package io.metash.upgrade;

import io.metash.record.KvMeta;
import java.util.HashMap;
import java.util.Map;

/** Checks for each state machine, in constant memory, that every expiring key has its expiry row. */
final class ExpirySums {
    private static final int PLACES = 3;

    /** Per state machine: the number of expiring keys, the number of rows, and the difference of their hashes. */
    private final Map<Long, long[]> sums = new HashMap<>();

    private long[] of(long stateMachine) {
        return sums.computeIfAbsent(stateMachine, any -> new long[PLACES]);
    }

    /** Adds an expiring key; its expiry is in seconds or milliseconds (record-stream §6). */
    void key(long stateMachine, long expireAt, long seq) {
        long[] sum = of(stateMachine);
        sum[0]++;
        sum[2] += hash(KvMeta.toMillis(expireAt), seq);
    }

    /** Adds an expiry row. */
    void row(long stateMachine, long timeMs, long seq) {
        long[] sum = of(stateMachine);
        sum[1]++;
        sum[2] -= hash(timeMs, seq);
    }

    /** Whether a state machine has expiring keys without a row. */
    boolean lacks(long stateMachine) {
        long[] sum = of(stateMachine);
        return sum[0] > 0 && (sum[0] != sum[1] || sum[2] != 0);
    }

    private static long hash(long timeMs, long seq) {
        long h = timeMs * 0x9E3779B97F4A7C15L + seq * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }
}
