/**
 * Raft directories of data versions V0 to V003, read as lines of their own version (legacy-versions §5, §6).
 *
 * <p>A {@link io.metash.raftdir.legacy.LegacyDir} is a sled database with the Raft log, and from V002 on a snapshot
 * file next to it in {@code df_meta}. {@link io.metash.raftdir.legacy.LegacyState} determines the version of a
 * directory, even after an interrupted upgrade: the old version counts unless the new data is complete.
 * {@link io.metash.raftdir.legacy.LegacyKeys} converts sled keys to those of export lines; values are stored as the
 * JSON of the line. The lines are the output of {@code export --as-is} and the input of {@link io.metash.upgrade}.
 *
 * <p>{@link io.metash.raftdir.legacy.StoredDirectory} opens a Raft directory of any version and yields records of
 * V004.
 */
@NullMarked
package io.metash.raftdir.legacy;

import org.jspecify.annotations.NullMarked;
