/**
 * Ordering of data larger than memory.
 *
 * <p>{@link io.metash.sort.ExternalSorter} sorts rows by their bytes; {@link io.metash.sort.OrderedMap} is a sorted
 * map, in memory ({@link io.metash.sort.MemoryMap}) or spilling to disk ({@link io.metash.sort.SpillMap}). Both use a
 * RocksDB in a scratch directory, loaded on demand. {@link io.metash.sort.RocksCursor} iterates over any RocksDB, and
 * {@link io.metash.sort.RocksLibrary} loads its native library for all users.
 */
@NullMarked
package io.metash.sort;

import org.jspecify.annotations.NullMarked;
