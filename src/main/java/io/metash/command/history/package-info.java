/**
 * Commands that look back: {@code at} goes to an earlier entry of the raft log, {@code log} and {@code blame} show what entries
 * changed, {@code undelete} writes a transaction that brings keys back.
 */
package io.metash.command.history;
