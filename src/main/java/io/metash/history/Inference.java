package io.metash.history;

/**
 * Evidence about entries whose result depends on a partially known state: the branches that cannot have run, and
 * bounds on the sequence number before each entry. Entries are numbered from the first one of the log.
 */
final class Inference {
    /** Branches from this number on are never excluded. */
    private static final int MAX_BRANCHES = Long.SIZE - 1;

    private final long[] excluded;
    private final long[] low;
    private final long[] high;
    private final int[] least;
    private final int[] most;
    private boolean changed;
    private boolean contradiction;

    /** Creates the inference; {@code lastSequence} is the sequence number after the last entry. */
    Inference(int entries, long lastSequence) {
        excluded = new long[entries];
        least = new int[entries];
        most = new int[entries];
        low = new long[entries + 1];
        high = new long[entries + 1];
        java.util.Arrays.fill(high, lastSequence);
        low[entries] = lastSequence;
    }

    int entries() {
        return excluded.length;
    }

    boolean possible(int entry, int branch) {
        return branch >= MAX_BRANCHES || (excluded[entry] & 1L << branch) == 0;
    }

    void exclude(int entry, int branch) {
        if (branch < MAX_BRANCHES && possible(entry, branch)) {
            excluded[entry] |= 1L << branch;
            changed = true;
        }
    }

    /** Excludes all branches except these. */
    void allow(int entry, long branches) {
        long more = excluded[entry] | ~branches;
        changed |= more != excluded[entry];
        excluded[entry] = more;
    }

    /** Whether the sequence number before an entry is known. */
    boolean exact(int entry) {
        return low[entry] == high[entry];
    }

    /** Returns the lower bound of the sequence number before an entry. */
    long low(int entry) {
        return low[entry];
    }

    /** Returns the upper bound of the sequence number before an entry. */
    long high(int entry) {
        return high[entry];
    }

    /** Whether the number of sequence numbers that an entry took can lie in this range. */
    boolean fits(int entry, int fewest, int highest) {
        return low[entry] + fewest <= high[entry + 1] && high[entry] + highest >= low[entry + 1];
    }

    /** Records the sequence number before an entry. */
    void before(int entry, long sequence) {
        raise(entry, sequence);
        lower(entry, sequence);
    }

    /** Records bounds on the number of sequence numbers that an entry takes. */
    void range(int entry, int fewest, int highest) {
        least[entry] = fewest;
        most[entry] = highest;
    }

    private void raise(int at, long to) {
        if (to > low[at]) {
            low[at] = to;
            changed = true;
        }
    }

    private void lower(int at, long to) {
        if (to < high[at]) {
            high[at] = to;
            changed = true;
        }
    }

    /** Records that new evidence arrived. */
    void learned() {
        changed = true;
    }

    /** Propagates bounds between entries; returns whether anything changed since the last call. */
    boolean carry() {
        int entries = entries();
        for (int i = entries - 1; i >= 0; i--) {
            raise(i, low[i + 1] - most[i]);
            lower(i, high[i + 1] - least[i]);
        }
        for (int i = 0; i < entries; i++) {
            raise(i + 1, low[i] + least[i]);
            lower(i + 1, high[i] + most[i]);
            contradiction |= low[i + 1] > high[i + 1];
        }
        boolean wasChanged = changed;
        changed = false;
        return wasChanged && !contradiction;
    }

    /** Whether the evidence proves that the snapshot does not come from this log. */
    boolean contradiction() {
        return contradiction;
    }
}
