/**
 * The write-ahead log of a Raft directory (raft-dir-v004 §2).
 *
 * <p>A log is a sequence of {@link io.metash.raftdir.wal.Chunk chunks}; a chunk is a sequence of
 * {@link io.metash.raftdir.wal.WalRecord records}, each with a checksum but without a length: its msgpack is
 * self-delimiting. The first record of a chunk is the whole {@link io.metash.raftdir.wal.LogState state} of the log.
 * {@link io.metash.raftdir.wal.WalDir} reads a log as a server does when it starts, but writes nothing back: it
 * ignores and reports a torn tail and rejects other damage. {@link io.metash.raftdir.wal.LogWriter} writes a new log.
 */
@NullMarked
package io.metash.raftdir.wal;

import org.jspecify.annotations.NullMarked;
