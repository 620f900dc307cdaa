/**
 * Commands that judge stores and keep backups: {@code verify}, {@code diff}, {@code doctor}, {@code backup}, {@code backups}.
 */
package io.metash.command.backup;
