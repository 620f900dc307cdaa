/**
 * The embedded service: a meta service of one node, for previews of a backup, for demos and for tests.
 *
 * <p>It speaks what real clients speak (meta-service-api §1 to §4 and §8). A <em>call</em> that writes becomes a proposal; one thread
 * takes what was proposed meanwhile, logs it, applies it to the state machine (room {@code state}: the same code that shows a
 * Raft directory), makes all of it durable with one sync, then answers and tells the watchers. Log, state and what the node
 * knows of itself are rows of one RocksDB, so that a commit is one step and a killed process loses nothing acknowledged. Reads,
 * exports and the beginning of a watch run on views of committed rows and hold nobody up.
 *
 * <p>Snapshots are files as in a Raft directory, made at the same moments as a real server makes them; an export is therefore
 * what a real one would be: the last snapshot, and the log behind it. Where a real server can be hurt by a request (a huge
 * chunk, a time beyond the calendar), this one refuses it.
 */
package io.metash.server;
