package io.metash.record;

/**
 * The identity of a log entry, ordered by term, then node id, then index (record-stream 4.1).
 *
 * @param leaderId the leader that proposed the entry
 * @param index its position in the log, u64
 * @param extra unknown fields
 */
public record LogId(LeaderId leaderId, long index, Extra extra) implements Comparable<LogId> {
    /** A log id without unknown fields. */
    public LogId(LeaderId leaderId, long index) {
        this(leaderId, index, Extra.NONE);
    }

    /** A log id from its three numbers. */
    public static LogId of(long term, long nodeId, long index) {
        return new LogId(new LeaderId(term, nodeId), index);
    }

    /** The higher of two log ids, either of which may be null. */
    public static LogId max(LogId a, LogId b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public int compareTo(LogId other) {
        int byLeader = leaderId.compareTo(other.leaderId);
        return byLeader != 0 ? byLeader : Long.compareUnsigned(index, other.index);
    }

    /** The text form of the field: {@code T1-N0.83}. */
    @Override
    public String toString() {
        return leaderId + "." + Long.toUnsignedString(index);
    }
}
