/**
 * Commands that show the contents of a store as catalog objects: databases, tables, users.
 *
 * <p>Each list is a {@link io.metash.command.catalog.ViewCommand} over a view of {@code catalog.view}; it works the
 * same on a directory, a file and a live service.
 */
@NullMarked
package io.metash.command.catalog;

import org.jspecify.annotations.NullMarked;
