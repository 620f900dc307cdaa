/**
 * Records as text: one JSON line each, exactly as the service writes them (record-stream).
 *
 * <p>{@link io.metash.ndjson.NdjsonSource} pulls records out of lines, {@link io.metash.ndjson.NdjsonSink} writes them. Between
 * them stand {@link io.metash.ndjson.LineReader} and {@link io.metash.ndjson.LineWriter}, which know what surrounds a record in
 * a line, and {@link io.metash.ndjson.JsonText}, which reads and writes any part of a record by its shape.
 *
 * <p>The parser is our own, for one reason beside speed: a bad line is refused at its very byte, and what JSON libraries let
 * pass (a field twice, 1.0 for an integer, half a surrogate pair) must not pass here. Lines of V002 and V003 are read into the
 * records of V004; what is written is always the newest generation of V004.
 */
package io.metash.ndjson;
