package io.metash.raftdir.sled;

import org.jspecify.annotations.Nullable;

/**
 * Location of a part of a page: its base, or a link to it (sled-0.34 §6).
 *
 * @param lsn the lsn of its message
 * @param offset the offset of its message in {@code db}; 0 when not recorded, as for some large items
 * @param large the pointer to a large item, or null
 */
record PagePart(long lsn, long offset, @Nullable LargePointer large) {}
