/**
 * Converts stores of earlier data versions, V0 to V003, to V004 (legacy-versions).
 *
 * <p>A legacy store is a sequence of {@link io.metash.upgrade.LegacyLines lines} as exported by releases of its time:
 * the lines of an old export file, or those of a reader of old directories. {@link io.metash.upgrade.Upgrade#lift}
 * converts them to a {@link io.metash.upgrade.LiftedSource source} of V004 records, in the order of a V004 export.
 * Its {@link io.metash.upgrade.LiftReport report} counts the records that V004 cannot store.
 */
@NullMarked
package io.metash.upgrade;

import org.jspecify.annotations.NullMarked;
