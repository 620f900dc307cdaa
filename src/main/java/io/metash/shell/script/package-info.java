/** The language of the prompt and of scripts: parses text into commands, words and redirections. */
@NullMarked
package io.metash.shell.script;

import org.jspecify.annotations.NullMarked;
