/**
 * What Databend keeps in a meta store: its catalog of databases, tables, users and all the rest (keyspace, values).
 *
 * <p>{@link io.metash.catalog.CatalogKey} takes a key apart by its form; all forms and what is stored under each are one table,
 * {@code keys.txt}. {@link io.metash.catalog.StoredValue} decodes a value by what its key says: a number, JSON, or a protobuf
 * {@link io.metash.catalog.StoredMessage message}, whose types are ours ({@code src/main/proto/databend}) and are read from their
 * descriptors. A message keeps all its fields, unknown ones too, in the order in which they were written; encoded it is the same
 * bytes. Decoded values are written to a {@link io.metash.catalog.JsonSink}, with the secrets in them hidden field by field.
 *
 * <p>Objects have an id; names lead to ids, and other values <em>refer</em> to both: a grant to a table, an owner's record to a
 * role, a list to the ids that a name once had. {@link io.metash.catalog.References} finds them.
 *
 * <p>Nothing here judges: a value that cannot be read is reported as such, and a dangling reference may remain after a drop.
 */
@NullMarked
package io.metash.catalog;

import org.jspecify.annotations.NullMarked;
