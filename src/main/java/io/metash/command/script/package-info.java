/**
 * Commands that only make sense in a script: variables, {@code try}, {@code on-error}, {@code source}, {@code check}.
 */
package io.metash.command.script;
