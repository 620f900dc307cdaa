/**
 * Help: the list of commands, topics, examples and manual pages.
 */
@NullMarked
package io.metash.command.help;

import org.jspecify.annotations.NullMarked;
