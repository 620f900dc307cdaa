/** The language of the prompt and of scripts: parses text into commands, words and redirections. */
package io.metash.shell.script;
