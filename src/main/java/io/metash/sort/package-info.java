/**
 * Order on more data than memory holds.
 *
 * <p>{@link io.metash.sort.ExternalSorter} brings rows into byte order; {@link io.metash.sort.OrderedMap} is a map in that
 * order, in memory ({@link io.metash.sort.MemoryMap}) or in memory until it is too large ({@link io.metash.sort.SpillMap}). The
 * disk side of both is a RocksDB in a scratch folder, which loads only when it is needed. A {@link io.metash.sort.RocksCursor}
 * walks over the rows of any RocksDB, and {@link io.metash.sort.RocksLibrary} loads its native part for all who use one.
 */
package io.metash.sort;
