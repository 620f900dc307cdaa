/**
 * Durable files.
 *
 * <p>Everything that metash writes goes through {@link io.metash.files.Disk}: create, write, sync, rename, exchange, delete.
 * Tests put a disk in its place that fails or dies at any of these calls. {@link io.metash.files.AtomicFile} is a file that
 * appears whole or not at all; {@link io.metash.files.FileLock} is the lock of a running server, {@link
 * io.metash.files.LockProbe} looks for it without a trace; {@link io.metash.files.FileOwnership} is how a new file resembles the one
 * it replaces.
 */
package io.metash.files;
