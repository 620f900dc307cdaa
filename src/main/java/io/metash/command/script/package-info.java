/** Script commands: variables, {@code try}, {@code on-error}, {@code source}, {@code check}, and Lua. */
@NullMarked
package io.metash.command.script;

import org.jspecify.annotations.NullMarked;
