package io.metash.record;

import org.jspecify.annotations.Nullable;

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

    /** Same as the generated method, which is linked at run time: 20 ms in each start that compares two. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LeaderId that && term == that.term && nodeId == that.nodeId && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(term) + Long.hashCode(nodeId)) + extra.hashCode();
    }

    @Override
    public int compareTo(LeaderId other) {
        int byTerm = U64.compare(term, other.term);
        if (byTerm != 0) {
            return byTerm;
        }
        return U64.compare(nodeId, other.nodeId);
    }

    @Override
    public String toString() {
        return "T" + U64.text(term) + "-N" + U64.text(nodeId);
    }
}
