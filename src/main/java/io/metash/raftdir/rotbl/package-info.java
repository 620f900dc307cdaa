/**
 * The table that a snapshot is kept in: rotbl, a read-only file of ascending rows (raft-dir-v004 §3).
 *
 * <p>A row is a key, a sequence number, and a value or a tombstone. Rows stand in blocks of up to 8000; behind the blocks come
 * an index of their first and last keys, a text of the table's user, statistics, and a footer that says where these are. Each
 * part has a checksum. {@link io.metash.raftdir.rotbl.TableWriter} writes it in one pass, {@link
 * io.metash.raftdir.rotbl.TableReader} looks keys up and walks over ranges. Both hold no more than a window of a large block.
 */
package io.metash.raftdir.rotbl;
