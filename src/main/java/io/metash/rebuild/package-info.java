/**
 * Stores are built here, beside what they replace, and put in its place in one step.
 *
 * <p>An {@link io.metash.rebuild.Import import} turns a record stream into a Raft directory. Every record passes the {@link
 * io.metash.integrity.StoreChecks checks} on its way; the new store is built in a workspace beside the target, synced, read back
 * and compared with the stream; only then is it exchanged with the old one, which stays in the workspace under a name that
 * {@code rollback} finds. Until that exchange nothing of the target was touched; after it nothing of the old store is lost.
 *
 * <p>A whole cluster is the same for N directories, and since N directories are not one step, a journal says how far it came.
 */
package io.metash.rebuild;
