/**
 * Commands that check stores and manage backups: {@code verify}, {@code diff}, {@code doctor}, {@code backup}, {@code
 * backups}.
 */
package io.metash.command.backup;
