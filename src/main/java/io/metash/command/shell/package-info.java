/** Commands of the shell itself: {@code config}, {@code history}, {@code timing}, {@code exit}. */
package io.metash.command.shell;
