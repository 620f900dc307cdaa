/**
 * The commands, one class each, declared once with picocli: their parsing, help and completion come from that.
 *
 * <p>A command sees a {@link io.metash.command.CommandContext}: streams, open sessions, a wish to stop; no terminal. What it finds goes
 * to {@code out}, what it has to say about it to {@code err}. {@link io.metash.command.CommandLineRunner} runs one of the {@link
 * io.metash.command.CommandTable}, turns whatever is thrown into a failure, and a failure into text and an exit status.
 */
package io.metash.command;
