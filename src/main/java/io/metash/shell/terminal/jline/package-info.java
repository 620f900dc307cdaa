/**
 * Everything that depends on JLine's internals: the terminal on a pty, the line reader that builds its key maps late, terminal
 * capabilities, signals. The page {@code src/docs/jline.md} lists what to check here when JLine is upgraded.
 */
package io.metash.shell.terminal.jline;
