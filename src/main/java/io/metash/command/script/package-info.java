/** Script commands: variables, {@code try}, {@code on-error}, {@code source}, {@code check}, and Lua. */
package io.metash.command.script;
