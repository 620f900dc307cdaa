package io.metash.record;

/**
 * The leader that proposed an entry.
 *
 * @param term the term, u64
 * @param nodeId the node that led the term, u64
 * @param extra unknown fields
 */
public record LeaderId(long term, long nodeId, UnknownFields extra) implements Comparable<LeaderId> {
    /** A leader id without unknown fields. */
    public LeaderId(long term, long nodeId) {
        this(term, nodeId, UnknownFields.NONE);
    }

    @Override
    public int compareTo(LeaderId other) {
        int byTerm = Long.compareUnsigned(term, other.term);
        if (byTerm != 0) {
            return byTerm;
        }
        return Long.compareUnsigned(nodeId, other.nodeId);
    }

    @Override
    public String toString() {
        return "T" + Long.toUnsignedString(term) + "-N" + Long.toUnsignedString(nodeId);
    }
}
