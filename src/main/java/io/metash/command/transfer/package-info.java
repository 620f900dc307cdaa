/**
 * Commands that read or write a whole store: {@code export}, {@code import}, {@code rollback}, {@code serve}, {@code
 * dump-raft-log-wal}, {@code filter-tenant}.
 */
@NullMarked
package io.metash.command.transfer;

import org.jspecify.annotations.NullMarked;
