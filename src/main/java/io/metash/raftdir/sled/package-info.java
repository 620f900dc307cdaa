/**
 * A read-only reader of sled 0.34 databases, which held the Raft log of meta services of V0 to V003 (sled-0.34).
 *
 * <p>A {@link io.metash.raftdir.sled.SledDatabase database} is one log-structured file {@code db} of fixed-size
 * {@link io.metash.raftdir.sled.Segments segments} that holds {@link io.metash.raftdir.sled.Message messages}. A
 * message replaces a page, links a change to it, or frees it. Opening replays the log after the newest
 * {@link io.metash.raftdir.sled.PageSnapshot snapshot} into a {@link io.metash.raftdir.sled.PageTable page table};
 * pages are read on demand. Large items are stored outside the log, in {@link io.metash.raftdir.sled.SlabHeap slabs}
 * or {@link io.metash.raftdir.sled.BlobDirectory blob files}. Page 0 names the
 * {@link io.metash.raftdir.sled.SledTree trees}; a tree is a B-link tree of
 * {@link io.metash.raftdir.sled.BTreeNode nodes}.
 *
 * <p>The reader writes nothing and takes no lock: repairs that sled makes on disk happen in memory here. sled
 * recovers from damage silently; this reader reports where the log ended, and stops at damage unless it salvages.
 */
@NullMarked
package io.metash.raftdir.sled;

import org.jspecify.annotations.NullMarked;
