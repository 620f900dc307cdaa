/**
 * Sessions: open stores of any kind under one interface.
 *
 * <p>A {@link io.metash.session.Session session} is opened on a <em>place</em>, usually a Raft directory or an export
 * file. It shows the store's <em>state</em>, which no file contains: the snapshot is old, and the Raft log has the
 * later writes. The session therefore puts an overlay on the snapshot, in memory at first and on disk when it grows,
 * and applies the log to it with the state machine of a server. It shows the state after the last <em>committed</em>
 * entry (decisions 9). A store of several voters may end in entries that may or may not have been committed; they are
 * counted and not applied.
 *
 * <p>Keys expire, and a store at rest has no clock. The session uses the time of the last applied entry (decisions
 * 10); a key that had expired by then is <em>hidden</em>: not found, not listed, but counted.
 *
 * <p>Both kinds are one class over two kinds of {@link io.metash.session.StoreParts parts}: a directory has a
 * write-ahead log and a snapshot, which support random access. An export file is text and does not. It is therefore
 * read once, and a <em>sparse index</em> is kept in the user's cache directory: the position of a line every 64 KiB,
 * with its key, log entry or expiry row. The next opening reads only the index, after checking that the file is
 * unchanged. The index contains keys, never values.
 *
 * <p>A third kind is {@link io.metash.session.EndpointSession a running meta service}, which has a state and a clock
 * of its own and is queried for everything. A service lists prefixes, not ranges, so the session lists the longest
 * prefix that contains a range and skips keys outside it.
 *
 * <p>{@link io.metash.session.Segments} turns the flat keys into a tree by their slashes;
 * {@link io.metash.session.Sessions} keeps the open sessions by name.
 */
@NullMarked
package io.metash.session;

import org.jspecify.annotations.NullMarked;
