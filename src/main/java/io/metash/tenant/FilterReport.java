package io.metash.tenant;

/**
 * The counts of a filter run, lines.
 *
 * @param header header lines
 * @param raftLog lines outside header and state machine, all of them dropped
 * @param kept state machine lines that were kept
 * @param dropped state machine lines that were dropped
 */
public record FilterReport(long header, long raftLog, long kept, long dropped) {
    /** All state machine lines. */
    public long stateMachine() {
        return kept + dropped;
    }

    /** All lines that are not blank. */
    public long total() {
        return header + raftLog + stateMachine();
    }

    /** The line that metactl prints at the end. */
    public String line() {
        return "filter-tenant: total=" + total() + ", header=" + header + ", raft_log_skipped=" + raftLog
                + ", state_machine=" + stateMachine() + ", kept=" + kept + ", dropped=" + dropped;
    }
}
