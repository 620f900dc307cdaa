/**
 * The output of commands: streams, styles, listings and failures as text.
 *
 * <p>{@link io.metash.output.Io} holds the streams of a command: data goes to {@code out}, everything else to {@code
 * err}. A {@link io.metash.output.Listing} writes rows in one of the {@link io.metash.output.OutputFormat output
 * formats} in bounded memory. {@link io.metash.output.Printable} escapes text that comes from a store, so that it
 * cannot move the cursor. {@link io.metash.output.Failures} renders every {@link io.metash.record.Failure}.
 */
@NullMarked
package io.metash.output;

import org.jspecify.annotations.NullMarked;
