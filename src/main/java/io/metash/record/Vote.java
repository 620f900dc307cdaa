package io.metash.record;

/**
 * A vote of a node (record-stream §4.2), ordered by leader, then uncommitted before committed.
 *
 * @param leaderId the candidate and its term
 * @param committed whether a quorum granted it
 * @param extra unknown fields
 */
public record Vote(LeaderId leaderId, boolean committed, UnknownFields extra) implements Comparable<Vote> {
    /** A vote without unknown fields. */
    public Vote(LeaderId leaderId, boolean committed) {
        this(leaderId, committed, UnknownFields.NONE);
    }

    @Override
    public int compareTo(Vote other) {
        int byLeader = leaderId.compareTo(other.leaderId);
        if (byLeader != 0) {
            return byLeader;
        }
        return Boolean.compare(committed, other.committed);
    }

    /** The text form: {@code <T1-N1:Q>} committed, {@code <T1-N1:->} not. */
    @Override
    public String toString() {
        return "<" + leaderId + ":" + (committed ? "Q" : "-") + ">";
    }
}
