/**
 * What the user wrote down once: {@code metash.toml} in the configuration folder of the user and in the folder where metash is
 * started.
 *
 * <p>It holds a few <em>settings</em> and named <em>connections</em>. Of a setting the first of these counts: a flag, an
 * environment variable, the file of the project, the file of the user, the default; {@link io.metash.config.Config} knows where
 * each value comes from. A connection of the project hides the user's one of the same name as a whole, so that a place is never
 * paired with a password that was meant for another.
 *
 * <p>What is not understood is never passed over: {@link io.metash.config.Toml} refuses text that is no TOML with its line, and
 * unknown keys and values of a wrong type become warnings. Passwords are never written here: {@link io.metash.config.Password}
 * fetches one from a file, the environment or a helper command.
 *
 * <p>Nothing of this room is loaded when neither file is there and no variable is set.
 */
package io.metash.config;
