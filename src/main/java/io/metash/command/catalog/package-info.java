/**
 * Commands on what a store holds as people think of it: databases, tables, users, and what differs between two of them.
 *
 * <p>Each list is a {@link io.metash.command.catalog.ViewCommand} over a view of {@code catalog.view}; it works the same on a
 * directory, a file and a live service.
 */
package io.metash.command.catalog;
