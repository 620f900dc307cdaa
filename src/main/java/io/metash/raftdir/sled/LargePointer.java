package io.metash.raftdir.sled;

/**
 * Location of an item outside the log (sled-0.34 §5, §10).
 *
 * @param location slab and slot; unused by blob files
 * @param lsn the lsn of the message that first wrote the item
 */
record LargePointer(long location, long lsn) {}
