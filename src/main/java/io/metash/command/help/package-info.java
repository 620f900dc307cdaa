/**
 * Help: the list of commands, topics, examples and manual pages.
 */
package io.metash.command.help;
