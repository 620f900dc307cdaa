/**
 * What all commands share: the context that a command runs in, the table that lists the commands, and the runner.
 *
 * <p>A command is one class, declared once with picocli; parsing, help and completion come from that declaration. It sees a {@link
 * io.metash.command.CommandContext}: streams, open sessions, a cancel token; no terminal. {@link io.metash.command.CommandLineRunner}
 * runs one command of the {@link io.metash.command.CommandTable} and turns whatever it throws into a failure and an exit status. The
 * commands themselves are in the packages below this one, grouped by what they are about.
 */
package io.metash.command;
