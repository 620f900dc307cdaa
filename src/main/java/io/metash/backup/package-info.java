/**
 * Backups that can be trusted.
 *
 * <p>An export is only lines, and a line that is missing at its end is missed by nobody. So every export to a file leaves a {@link
 * io.metash.backup.Manifest manifest} beside it: what was exported, how many records of which {@link io.metash.backup.RecordKind
 * family}, and checksums of the whole. {@link io.metash.backup.BackupFile} writes both, so that whoever finds them after a crash
 * never takes one for the other's; {@link io.metash.backup.ManifestCheck} looks at them while a file is read.
 *
 * <p>{@code verify} gives a {@link io.metash.backup.Verdict verdict}, one of four {@link io.metash.integrity.Grade grades}, of a
 * {@link io.metash.backup.FileVerify file}, a {@link io.metash.backup.DirectoryVerify directory} or a {@link
 * io.metash.backup.SessionVerify session}. All three send their records through one {@link io.metash.backup.StreamVerify}, hence
 * through the {@link io.metash.integrity.StoreChecks} that an import passes too.
 */
package io.metash.backup;
