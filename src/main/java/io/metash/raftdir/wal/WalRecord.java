package io.metash.raftdir.wal;

import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Vote;

/** A record of the write-ahead log (raft-dir-v004 §2.2). */
public sealed interface WalRecord {
    /**
     * The node voted.
     *
     * @param vote the vote
     */
    record SaveVote(Vote vote) implements WalRecord {}

    /**
     * An entry was appended.
     *
     * @param entry the entry
     */
    record Append(Entry entry) implements WalRecord {}

    /**
     * Entries up to here are committed.
     *
     * @param id the last of them
     */
    record Commit(LogId id) implements WalRecord {}

    /**
     * Entries after this one are gone.
     *
     * @param id the last entry that stays, or null when none does
     */
    record TruncateAfter(LogId id) implements WalRecord {}

    /**
     * Entries up to here are purged.
     *
     * @param id the last of them
     */
    record PurgeUpto(LogId id) implements WalRecord {}

    /**
     * The whole state of the log: the first record of every chunk.
     *
     * @param state the state
     */
    record State(LogState state) implements WalRecord {}
}
