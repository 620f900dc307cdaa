/**
 * Backups that can be trusted.
 *
 * <p>An export is plain lines, so truncation goes unnoticed. Every export to a file therefore has a
 * {@link io.metash.backup.Manifest manifest} next to it: source, record counts by
 * {@link io.metash.backup.RecordKind kind}, and checksums of the whole. {@link io.metash.backup.BackupFile} writes
 * both, and a crash never leaves an export with another export's manifest; {@link io.metash.backup.ManifestCheck}
 * checks them while a file is read.
 *
 * <p>{@code verify} gives a {@link io.metash.backup.Verdict verdict}, with one of four
 * {@link io.metash.integrity.Grade grades}, on a {@link io.metash.backup.FileVerify file}, a
 * {@link io.metash.backup.DirectoryVerify directory} or a {@link io.metash.backup.SessionVerify session}. All three
 * pass their records through {@link io.metash.backup.StreamVerify}, and so through the
 * {@link io.metash.integrity.StoreChecks} of an import.
 */
@NullMarked
package io.metash.backup;

import org.jspecify.annotations.NullMarked;
