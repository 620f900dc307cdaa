/**
 * The embedded service: a single-node meta service for previews of a backup, demos and tests.
 *
 * <p>It speaks the protocol of real clients (meta-service-api §1 to §4 and §8). A <em>call</em> that writes becomes a
 * proposal; one thread takes the waiting proposals, logs them, applies them to the state machine (package
 * {@code state}, which also serves Raft directories), makes all of it durable with one sync, then answers and
 * notifies watchers. Log, state and the node's own data are rows of one RocksDB, so that a commit is atomic and a
 * killed process loses no acknowledged write. Reads, exports and the initial part of a watch run on views of
 * committed rows and block no other call.
 *
 * <p>Snapshots are files as in a Raft directory, created at the same points as on a real server, so an export has the
 * same form: the last snapshot, and the log after it. Requests that harm a real server (a huge chunk, a time beyond
 * the calendar) are rejected.
 */
@NullMarked
package io.metash.server;

import org.jspecify.annotations.NullMarked;
