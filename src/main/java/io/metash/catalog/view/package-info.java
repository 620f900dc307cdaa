/**
 * What a store holds, as people think of it: databases, tables, users and the rest, read from the keys and values of the catalog.
 *
 * <p>A {@link io.metash.catalog.view.CatalogReader} reads any store through {@link io.metash.catalog.view.KeyValues}. Each view is a
 * list of records, one record an object, in the order of their names. {@link io.metash.catalog.view.ObjectNames} says what an id
 * stands for.
 *
 * <p>Dropped objects are still stored until they are vacuumed; views leave them out unless asked. A value that cannot be decoded
 * leaves the object in the list with what its key says.
 */
package io.metash.catalog.view;
