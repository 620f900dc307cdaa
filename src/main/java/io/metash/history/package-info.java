/**
 * The state of a store at an earlier entry of its raft log, and how its keys came to be what they are.
 *
 * <p>A store holds a snapshot of the state after entry S and the log entries F to L. A server keeps about 1,000 entries before its
 * last snapshot, so most points that can be visited lie below S. {@link io.metash.history.Reconstruction} answers for a point T:
 *
 * <ul>
 *   <li>T at or above S, or F is 0, or an older snapshot lies between F - 1 and T: the log is replayed to T with the state machine
 *       of {@code io.metash.state}. Everything is known.
 *   <li>Otherwise the entries F to S are replayed over a state that is known in part: {@link
 *       io.metash.history.PartialReplay}. A key that no entry from F to S can have written is as the snapshot says. A key that an
 *       entry wrote at or before T is as that entry left it. What remains is <em>unknown</em>: written after T, and before the
 *       log begins. Unknown keys are listed, never guessed.
 * </ul>
 *
 * <p>The result of an entry is not stored, and the branch that a transaction took depends on the state. A condition is true, false
 * or open. A transaction whose branch is open makes every key that one of its possible branches writes unknown, until the key is
 * written by an entry that is decided. {@link io.metash.history.Inference} decides most of them by evidence:
 *
 * <ul>
 *   <li>A value in the snapshot was written by a client. When its time and its bytes are those that exactly one entry writes, and
 *       its time is later than that of the first entry, that entry wrote it.
 *   <li>The last entry that can have written a key left it as the snapshot has it. A branch that would have left something
 *       else did not run.
 *   <li>Each write takes one sequence number. The number at S is known, and so are those of values in the snapshot: what lies
 *       between two known numbers decides between branches that take different counts.
 *   <li>A branch that ran had a condition that held. A condition "sequence number is 0" says that the key was absent before.
 * </ul>
 *
 * <p>Two things cannot be seen, and are reported instead. A key that was written before the log begins and that expired before S
 * is named nowhere: it is missing from an earlier state, and it would be expired by now. Keys that an entry after T deleted by
 * prefix are not named either: the prefix is unknown as a whole.
 *
 * <p>Sequence numbers follow the same rule: a value whose number is not certain is unknown, and so is the counter.
 *
 * <p>Memory holds an index of the keys that the log touches, with their values in a map that goes to disk when it is large. The
 * store itself stays where it is.
 */
package io.metash.history;
