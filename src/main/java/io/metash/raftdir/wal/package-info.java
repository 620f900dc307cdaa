/**
 * The write-ahead log of a Raft directory (raft-dir-v004 §2).
 *
 * <p>A log is a row of {@link io.metash.raftdir.wal.Chunk chunks}; a chunk is a row of {@link io.metash.raftdir.wal.WalRecord
 * records}, each with a checksum and without a length: it ends where its msgpack ends. The first record of a chunk tells the
 * whole {@link io.metash.raftdir.wal.LogState state} of the log. {@link io.metash.raftdir.wal.WalDir} reads a log as a server
 * would at its start, but writes nothing back: a torn tail is left out and said, anything else that is wrong is refused.
 * {@link io.metash.raftdir.wal.LogWriter} writes a new one.
 */
package io.metash.raftdir.wal;
