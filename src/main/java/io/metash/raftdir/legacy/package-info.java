/**
 * Raft directories of data versions V0 to V003, read as lines of their own age (legacy-versions §5, §6).
 *
 * <p>A {@link io.metash.raftdir.legacy.LegacyDir} is a sled database with the raft log, and from V002 on a snapshot file beside it in
 * {@code df_meta}. {@link io.metash.raftdir.legacy.LegacyState} tells which version a directory has, also when an upgrade was
 * interrupted: its data is then that of the old version, unless the new one is complete. {@link
 * io.metash.raftdir.legacy.LegacyKeys} turns the keys of sled into those of export lines; values are stored as the JSON of the
 * line. The lines are what {@code export --as-is} writes and what {@link io.metash.upgrade} lifts to V004.
 *
 * <p>{@link io.metash.raftdir.legacy.StoredDirectory} opens a Raft directory of any version and yields records of V004.
 */
package io.metash.raftdir.legacy;
