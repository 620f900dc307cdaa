/**
 * Views of the objects in a store: databases, tables, users and others, read from the keys and values of the catalog.
 *
 * <p>A {@link io.metash.catalog.view.CatalogReader} reads any store through {@link io.metash.catalog.view.KeyValues}.
 * Each view is a list of records, one per object, ordered by name. {@link io.metash.catalog.view.ObjectNames}
 * resolves ids to names.
 *
 * <p>Dropped objects stay stored until they are vacuumed; views omit them by default. An object whose value cannot be
 * decoded is listed with the data in its key.
 */
@NullMarked
package io.metash.catalog.view;

import org.jspecify.annotations.NullMarked;
