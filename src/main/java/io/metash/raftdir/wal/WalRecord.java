package io.metash.raftdir.wal;

import io.metash.record.Case;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Vote;
import org.jspecify.annotations.Nullable;

/** A record of the write-ahead log (raft-dir-v004 §2.2). */
public sealed interface WalRecord {
    /**
     * The result of the case that this is.
     *
     * @throws X what the case throws
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
     * The node voted.
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
     * An entry was appended.
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
     * Entries up to {@code id} are committed.
     *
     * @param id the last committed entry
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
     * Entries after {@code id} are removed.
     *
     * @param id the last remaining entry, or null for none
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
     * Entries up to {@code id} are purged.
     *
     * @param id the last purged entry
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
     * The whole state of the log: the first record of every chunk.
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
