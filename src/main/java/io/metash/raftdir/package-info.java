/**
 * A Raft directory of data version V004: the folder that a meta server keeps its store in (raft-dir-v004 §1).
 *
 * <p>What the server reads is {@code df_meta}. In it {@code VERSION} names the data version (the {@link
 * io.metash.raftdir.StoreHeader header}), {@code V004/log} holds the raft log in {@link io.metash.raftdir.wal chunks}, and
 * {@code V004/snapshot} holds <i>snapshots</i>: tables of sorted {@link io.metash.raftdir.rotbl rows}, each named by a {@link
 * io.metash.raftdir.SnapshotId snapshot id} that says up to which log entry it has everything. A server opens the highest of
 * them and none other; so does {@link io.metash.raftdir.RaftDir}.
 *
 * <p>A row's key begins with the space that it belongs to: {@code exp-/} for the index from expiry time to key, {@code kv--/}
 * for what users wrote ({@link io.metash.raftdir.RowKeys}). A row's value is the value with its meta ({@link
 * io.metash.raftdir.RowValue}). What is no row of a snapshot (the last applied log id, the membership, the nodes, the sequence)
 * stands in the table's user data: {@link io.metash.raftdir.SysData}.
 *
 * <p>Reading never writes: no lock is taken, a torn tail of the log is left as it is, and a directory whose server runs can be
 * read. The log is read first and the snapshot after it; when a file vanishes in between, the reading starts again.
 *
 * <p>{@link io.metash.raftdir.RaftDirSink} is the other direction: records come in, a {@code df_meta} folder comes out, for the
 * cluster that the records speak of or for a {@link io.metash.raftdir.NewCluster new one}. It knows nothing of targets, locks
 * and swaps: whoever builds a store hands it a place of its own.
 */
package io.metash.raftdir;
