/**
 * The foundation of all commands: the context of a command, the table of commands, and the runner.
 *
 * <p>A command is one class, declared once with picocli; parsing, help and completion come from that declaration. A
 * command depends on a {@link io.metash.command.CommandContext} (streams, open sessions, a cancellation token), not on
 * a terminal. {@link io.metash.command.CommandLineRunner} runs one command of the {@link
 * io.metash.command.CommandTable} and turns any exception into a failure and an exit status. The commands themselves
 * are in the packages below this one, grouped by topic.
 */
@NullMarked
package io.metash.command;

import org.jspecify.annotations.NullMarked;
