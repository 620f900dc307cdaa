/**
 * The configuration: {@code metash.toml} in the user's configuration directory and in the current directory.
 *
 * <p>It has <em>settings</em> and named <em>connections</em>. A setting is taken from the first of: a flag, an
 * environment variable, the project's file, the user's file, the default; {@link io.metash.config.Config} knows the
 * origin of each value. A project's connection replaces the user's connection of the same name entirely, so that a
 * place is never combined with another place's password.
 *
 * <p>Errors are never ignored: {@link io.metash.config.Toml} rejects invalid TOML with its line, and unknown keys and
 * values of a wrong type become warnings. Passwords are not stored here: {@link io.metash.config.Password} reads one
 * from a file, the environment or a helper command.
 *
 * <p>No class of this package is loaded when neither file exists and no variable is set.
 */
@NullMarked
package io.metash.config;

import org.jspecify.annotations.NullMarked;
