/**
 * The record model of a meta store and how records are moved.
 *
 * <p>A meta store holds keys and values, and the Raft log that produced them. All of it can be written as a stream of
 * {@link io.metash.record.MetaRecord records}: a header, the Raft state of the node (id, vote, committed and purged
 * log ids), the entries of the Raft log, and the rows of a snapshot of the state machine. The order of the stream is
 * part of the format (record-stream §2).
 *
 * <p>A {@link io.metash.record.RecordSource source} is pulled record by record, {@link io.metash.record.Stage stages}
 * transform or drop records, a {@link io.metash.record.RecordSink sink} accepts them, and a
 * {@link io.metash.record.Pump pump} connects the three. Export, import and every check consume this stream.
 *
 * <p>The records of several years of releases differ in their fields. A {@link io.metash.record.Shape shape}
 * describes each part once, {@link io.metash.record.Shapes} lists all shapes, and every codec (JSON text, msgpack) is
 * driven by them. Fields without a shape are kept as {@link io.metash.record.UnknownFields}.
 *
 * <p>Numbers that the service calls u64 are Java longs read as unsigned. Keys and values are
 * {@link io.metash.record.Bytes}. Every error ends as a {@link io.metash.record.Failure} with an exit
 * {@link io.metash.record.ExitStatus status}.
 */
@NullMarked
package io.metash.record;

import org.jspecify.annotations.NullMarked;
