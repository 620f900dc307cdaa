/**
 * Durable files.
 *
 * <p>All writes of metash go through {@link io.metash.files.Disk}: create, write, sync, rename, exchange, delete.
 * Tests substitute a disk that fails or kills the process at any of these calls. {@link io.metash.files.AtomicFile}
 * is a file that appears complete or not at all; {@link io.metash.files.FileLock} is the lock of a running server,
 * {@link io.metash.files.LockProbe} checks it without locking; {@link io.metash.files.FileOwnership} is what a new
 * file inherits from the file it replaces; {@link io.metash.files.DeleteOnExit} removes temporary files when a signal
 * ends the process; {@link io.metash.files.PipeInput} reads a FIFO until the command is cancelled.
 */
@NullMarked
package io.metash.files;

import org.jspecify.annotations.NullMarked;
