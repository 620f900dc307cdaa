/**
 * What a meta store is made of, and how it moves.
 *
 * <p>A meta store holds keys and values, and the raft log that made them. Everything of it can be told as a stream of
 * {@link io.metash.record.MetaRecord records}: a header, the raft state of the node (its id, its vote, what it knows to be
 * committed, what it purged), the entries of the raft log, and the rows of a snapshot of the state machine. The order of the
 * stream is part of the format (record-stream §2).
 *
 * <p>A {@link io.metash.record.RecordSource source} is pulled, record by record; a {@link io.metash.record.RecordSink sink}
 * takes them; {@link io.metash.record.Stage stages} stand between; one {@link io.metash.record.Pump pump} joins them. Export,
 * import and every check are consumers of this one stream.
 *
 * <p>Programs of several years wrote these records, and each knew other fields. {@link io.metash.record.Shape kinds} describe
 * the shape of each part once, {@link io.metash.record.Shapes} lists them, and every codec (JSON text, msgpack) works from
 * them. What a shape does not know is kept as {@link io.metash.record.UnknownFields}.
 *
 * <p>Numbers that the service calls u64 are Java longs read without sign. Keys and values are {@link io.metash.record.Bytes}.
 * Whatever ends badly ends as a {@link io.metash.record.Failure}, with one of the exit {@link io.metash.record.ExitStatus statuses}.
 */
package io.metash.record;
