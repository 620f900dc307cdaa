/**
 * The table format of snapshots: rotbl, an immutable file of ascending rows (raft-dir-v004 §3).
 *
 * <p>A row is a key, a sequence number, and a value or a tombstone. Rows are grouped in blocks of up to 8000; after
 * the blocks follow an index of their first and last keys, the application's text, statistics, and a footer with the
 * offsets of these sections. Each part has a checksum. {@link io.metash.raftdir.rotbl.TableWriter} writes a table in
 * one pass, {@link io.metash.raftdir.rotbl.TableReader} looks up keys and iterates over ranges. Both hold at most a
 * window of a large block in memory.
 */
@NullMarked
package io.metash.raftdir.rotbl;

import org.jspecify.annotations.NullMarked;
