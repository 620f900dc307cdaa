/**
 * Builds stores next to those that they replace, and swaps them in atomically.
 *
 * <p>An {@link io.metash.rebuild.Import import} converts a record stream to a Raft directory. Every record passes the
 * {@link io.metash.integrity.StoreChecks checks}; the new store is built in a workspace next to the target, synced,
 * read back and compared with the stream. Only then is it swapped with the old one, which stays in the workspace
 * under a name known to {@code rollback}. Before the swap the target is untouched; after it the old store is
 * complete.
 *
 * <p>A cluster rebuild does the same for N directories; since these are not swapped atomically, a journal records the
 * progress.
 */
@NullMarked
package io.metash.rebuild;

import org.jspecify.annotations.NullMarked;
