/**
 * A Raft directory of data version V004: the store of a meta server on disk (raft-dir-v004 §1).
 *
 * <p>A server reads {@code df_meta}. In it {@code VERSION} names the data version (the
 * {@link io.metash.raftdir.StoreHeader header}), {@code V004/log} holds the Raft log in
 * {@link io.metash.raftdir.wal chunks}, and {@code V004/snapshot} holds <i>snapshots</i>: tables of sorted
 * {@link io.metash.raftdir.rotbl rows}, each named by a {@link io.metash.raftdir.SnapshotId snapshot id} with the
 * last log entry that it includes. A server opens the highest id only; so does {@link io.metash.raftdir.RaftDir}.
 *
 * <p>The key of a row starts with its key space: {@code exp-/} for the index from expiry time to key, {@code kv--/}
 * for users' keys ({@link io.metash.raftdir.RowKeys}). The value of a row is the value with its meta
 * ({@link io.metash.raftdir.RowValue}). Data that is not in rows (last applied log id, membership, nodes, sequence)
 * is in the table's user data: {@link io.metash.raftdir.SysData}.
 *
 * <p>Reading never writes: it takes no lock, leaves a torn log tail as it is, and works while a server runs. The log
 * is read first, then the snapshot; when a file disappears in between, reading starts over.
 *
 * <p>{@link io.metash.raftdir.RaftDirSink} is the reverse: it builds a {@code df_meta} directory from records, for
 * their own cluster or a {@link io.metash.raftdir.NewCluster new one}. Targets, locks and swaps are the caller's
 * concern; the sink only gets an empty place to write to.
 */
@NullMarked
package io.metash.raftdir;

import org.jspecify.annotations.NullMarked;
