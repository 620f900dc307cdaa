/**
 * Commands that check stores and manage backups: {@code verify}, {@code diff}, {@code doctor}, {@code backup}, {@code
 * backups}.
 */
@NullMarked
package io.metash.command.backup;

import org.jspecify.annotations.NullMarked;
