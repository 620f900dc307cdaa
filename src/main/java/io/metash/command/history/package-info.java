/**
 * Commands on the history of a store: {@code at} moves to an earlier raft log entry, {@code log} and {@code blame} show
 * the changes of entries, {@code undelete} writes a transaction that restores keys.
 */
@NullMarked
package io.metash.command.history;

import org.jspecify.annotations.NullMarked;
