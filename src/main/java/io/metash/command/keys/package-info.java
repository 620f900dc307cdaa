/**
 * Commands that read keys: {@code ls}, {@code cd}, {@code find}, {@code grep}, {@code tree}, {@code du}, {@code scan},
 * {@code get}.
 */
@NullMarked
package io.metash.command.keys;

import org.jspecify.annotations.NullMarked;
