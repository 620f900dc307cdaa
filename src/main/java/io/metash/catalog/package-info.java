/**
 * What Databend keeps in a meta store: its catalog of databases, tables, users and all the rest (keyspace, values).
 *
 * <p>The first segment of a key says what the value is. Objects have an id; names lead to ids, and other values <em>refer</em> to
 * both: a grant to a table, an owner's record to a role, a list to the ids that a name once had. {@link
 * io.metash.catalog.References} finds them. Values are protobuf messages of hundreds of fields that programs of many releases
 * wrote, of which we need a few; so {@link io.metash.catalog.MessageFields} reads field by field, knows no schema and passes over
 * whatever it does not look for.
 *
 * <p>Nothing here judges: a value that cannot be read is told as such, and a reference that leads nowhere may be what a drop left
 * behind.
 */
package io.metash.catalog;
