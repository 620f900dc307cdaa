/**
 * Past states of a store, and the history of its keys.
 *
 * <p>A store holds a snapshot of the state after entry S, and the log entries F to L. A server keeps about 1,000 entries
 * before its last snapshot, so most points of interest lie before S. {@link io.metash.history.Reconstruction} computes the
 * state at a point T:
 *
 * <ul>
 *   <li>If T is not before S, or F is 0, or an older snapshot lies between F - 1 and T, the log is replayed to T with the
 *       state machine of {@code io.metash.state}, and the state is complete.
 *   <li>Otherwise the entries F to S are replayed over a partially known state: {@link io.metash.history.PartialReplay}. A
 *       key that no entry from F to S can have written has the snapshot's value. A key that an entry wrote at or before T
 *       has that entry's value. A key that was written before the log and again after T is <em>unknown</em>. Unknown keys
 *       are listed, never guessed.
 * </ul>
 *
 * <p>The log does not store the results of entries, and the branch that a transaction took depends on the state. A
 * condition is true, false or undecided. When a transaction's branch is undecided, every key that a possible branch writes
 * becomes unknown until a decided entry writes it. {@link io.metash.history.Inference} decides most branches by evidence:
 *
 * <ul>
 *   <li>A client wrote each value in the snapshot. If exactly one entry writes a value with its time and bytes, and that
 *       time is later than the first entry's, then that entry wrote it.
 *   <li>The last entry that can have written a key left it as in the snapshot. A branch that leaves something else did not
 *       run.
 *   <li>Each write takes one sequence number. The number at S and those of the values in the snapshot are known. The
 *       difference of two known numbers decides between branches that take different counts.
 *   <li>The condition of a branch that ran was true. A condition "sequence number is 0" proves that the key was absent.
 * </ul>
 *
 * <p>Two kinds of keys leave no evidence, which is reported. A key that was written before the log and expired before S
 * appears nowhere: it is missing from an earlier state, and would have expired by now. A deletion by prefix after T does
 * not name its keys: the whole prefix is unknown.
 *
 * <p>Sequence numbers follow the same rule: a value with an uncertain number is unknown, and so is the counter.
 *
 * <p>Memory holds an index of the keys that the log touches; their values move to disk when they grow large. The store
 * itself is read in place.
 */
@NullMarked
package io.metash.history;

import org.jspecify.annotations.NullMarked;
