/**
 * What holds a meta store open, and answers the same questions about it whatever it is kept in.
 *
 * <p>A {@link io.metash.session.Session session} is opened on a <em>place</em>: a Raft directory or an export file, mostly. It shows
 * the store's <em>state</em>, which is written down nowhere: the snapshot of a store is old, and the raft log holds what came
 * after it. So the session lays a second store over the snapshot, in memory at first and on disk when it grows, and applies
 * the log to it with the state machine that a server runs. What it shows is the state after the last <em>committed</em> entry
 * (decisions 9). A store of several voters may end in entries of which nobody can know whether they were ever agreed upon; they
 * are counted and left alone.
 *
 * <p>Keys expire, and a store at rest has no clock. The session takes the time of the last entry that it applied (decisions 10);
 * a key that had expired by then is <em>hidden</em>: not found, not listed, but counted.
 *
 * <p>Both kinds are one class over two sorts of {@link io.metash.session.StoreParts parts}: a directory brings its write-ahead log
 * and its snapshot, which can be searched as they are. An export file is text, in which nothing can be found without reading
 * it from the start. Therefore it is read once, and a <em>sparse index</em> is kept in the cache folder of the user: the place
 * of a line every 64 KiB, and what key, log entry or expiry row stands there. The next opening reads the index alone, after a
 * look whether the file is still the one that was read. The index holds keys, never values.
 *
 * <p>A third kind is {@link io.metash.session.EndpointSession a running meta service}, which has a state and a clock of its own and is
 * asked for everything. It lists prefixes, not ranges; so the longest prefix that holds a range is listed, and what lies outside
 * is passed over.
 *
 * <p>{@link io.metash.session.Segments} makes a tree of the flat keys, by their slashes; {@link io.metash.session.Sessions}
 * keeps the open ones by name.
 */
package io.metash.session;
