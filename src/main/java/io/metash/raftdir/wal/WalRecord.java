package io.metash.raftdir.wal;

import io.metash.record.Case;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Vote;
import org.jspecify.annotations.Nullable;

/** A record of the write-ahead log (raft-dir-v004 §2.2). */
public sealed interface WalRecord {
    /**
     * Calls the function for this kind of record.
     *
     * @throws X thrown by that function
     */
    <R, X extends Exception> R match(
            Case<SaveVote, R, X> saveVote,
            Case<Append, R, X> append,
            Case<Commit, R, X> commit,
            Case<TruncateAfter, R, X> truncateAfter,
            Case<PurgeUpto, R, X> purgeUpto,
            Case<State, R, X> state)
            throws X;

    /**
     * Records a vote.
     *
     * @param vote the vote
     */
    record SaveVote(Vote vote) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return saveVote.of(this);
        }
    }

    /**
     * Appends an entry.
     *
     * @param entry the entry
     */
    record Append(Entry entry) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return append.of(this);
        }
    }

    /**
     * Commits entries up to {@code id}.
     *
     * @param id the last committed log id
     */
    record Commit(LogId id) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return commit.of(this);
        }
    }

    /**
     * Removes entries after {@code id}.
     *
     * @param id the last remaining log id, or null for none
     */
    record TruncateAfter(@Nullable LogId id) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return truncateAfter.of(this);
        }
    }

    /**
     * Purges entries up to {@code id}.
     *
     * @param id the last purged log id
     */
    record PurgeUpto(LogId id) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return purgeUpto.of(this);
        }
    }

    /**
     * Records the whole state of the log: the first record of every chunk.
     *
     * @param state the state
     */
    record State(LogState state) implements WalRecord {
        @Override
        public <R, X extends Exception> R match(
                Case<SaveVote, R, X> saveVote,
                Case<Append, R, X> append,
                Case<Commit, R, X> commit,
                Case<TruncateAfter, R, X> truncateAfter,
                Case<PurgeUpto, R, X> purgeUpto,
                Case<State, R, X> state)
                throws X {
            return state.of(this);
        }
    }
}
