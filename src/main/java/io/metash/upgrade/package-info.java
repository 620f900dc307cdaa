/**
 * Stores of earlier data versions, V0 to V003, lifted to V004 (legacy-versions).
 *
 * <p>A legacy store is a sequence of {@link io.metash.upgrade.LegacyLines lines} as the programs of its age exported them: the lines
 * of an old export file, or what a reader of old directories yields. {@link io.metash.upgrade.Upgrade#lift} turns them into a
 * {@link io.metash.upgrade.LiftedSource source of records} of today, in the order of a V004 export. Its {@link
 * io.metash.upgrade.LiftReport report} counts and names everything that has no place in V004.
 */
package io.metash.upgrade;
