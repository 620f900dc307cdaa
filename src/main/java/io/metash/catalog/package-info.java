/**
 * Databend's catalog in a meta store: databases, tables, users and other objects (keyspace, values).
 *
 * <p>{@link io.metash.catalog.CatalogKey} parses a key by its form; one table, {@code keys.txt}, lists all forms and
 * the kind of their values. {@link io.metash.catalog.StoredValue} decodes a value according to its key: a number,
 * JSON, or a protobuf {@link io.metash.catalog.StoredMessage message}, whose types are declared in
 * {@code src/main/proto/databend} and loaded from descriptors. A message keeps all fields, including unknown ones, in
 * their original order, so encoding returns the original bytes. Decoded values are written to a
 * {@link io.metash.catalog.JsonSink}, with secrets masked field by field.
 *
 * <p>Objects have an id; names lead to ids, and other values <em>refer</em> to both: a grant to a table, an owner's
 * record to a role, a list to the ids that a name once had. {@link io.metash.catalog.References} finds them.
 *
 * <p>This package reports and does not grade: an undecodable value is only noted, and a dangling reference may remain
 * after a drop.
 */
@NullMarked
package io.metash.catalog;

import org.jspecify.annotations.NullMarked;
