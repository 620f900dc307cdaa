package io.metash.tenant;

/**
 * Line counts of a filter run.
 *
 * @param header header lines
 * @param raftLog lines outside header and state machine, all dropped
 * @param kept state machine lines that were kept
 * @param dropped state machine lines that were dropped
 */
public record FilterReport(long header, long raftLog, long kept, long dropped) {
    /** Number of state machine lines. */
    public long stateMachine() {
        return kept + dropped;
    }

    /** Number of lines that are not blank. */
    public long total() {
        return header + raftLog + stateMachine();
    }

    /** Returns the summary line in metactl's format. */
    public String line() {
        return "filter-tenant: total=" + total() + ", header=" + header + ", raft_log_skipped=" + raftLog
                + ", state_machine=" + stateMachine() + ", kept=" + kept + ", dropped=" + dropped;
    }
}
