/**
 * Backups that can be trusted.
 *
 * <p>An export is only lines, and a line that is missing at its end is missed by nobody. So every export to a file leaves a {@link
 * io.metash.backup.Manifest manifest} beside it: what was exported, how many records of which {@link io.metash.backup.Family
 * family}, and checksums of the whole. {@link io.metash.backup.BackupFile} writes both, so that whoever finds them after a crash
 * never takes one for the other's; {@link io.metash.backup.ManifestCheck} looks at them while a file is read.
 */
package io.metash.backup;
