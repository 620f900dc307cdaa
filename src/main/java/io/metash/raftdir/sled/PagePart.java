package io.metash.raftdir.sled;

import org.jspecify.annotations.Nullable;

/**
 * Where one part of a page lies: its base, or a link to it (sled-0.34 §6).
 *
 * @param lsn the lsn of its message
 * @param offset the offset of its message in {@code db}; 0 when it is not recorded, as some large items are
 * @param large the pointer of a large item, else null
 */
record PagePart(long lsn, long offset, @Nullable LargePointer large) {}
