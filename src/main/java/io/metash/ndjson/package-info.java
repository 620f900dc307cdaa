/**
 * Records as text: one JSON line each, exactly as the service writes them (record-stream).
 *
 * <p>{@link io.metash.ndjson.NdjsonSource} reads records from lines, {@link io.metash.ndjson.NdjsonSink} writes them.
 * {@link io.metash.ndjson.PackedInput} unpacks gzip and zstd, {@code TextLines} finds the lines, {@code TextPieces} cuts
 * the text for parallel parsing. {@link io.metash.ndjson.LineReader} and {@link io.metash.ndjson.LineWriter} convert
 * between a line and a record; {@link io.metash.ndjson.JsonText} converts any part of a record by its shape.
 *
 * <p>metash has a JSON parser of its own for speed and strictness: errors name the exact byte, and input that JSON
 * libraries accept (duplicate fields, 1.0 for an integer, half a surrogate pair) is rejected. Lines of V002 and V003
 * are read into the records of V004; output is always the current form of V004.
 */
@NullMarked
package io.metash.ndjson;

import org.jspecify.annotations.NullMarked;
