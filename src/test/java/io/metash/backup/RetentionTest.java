package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.storage.StoredFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How wrong clocks and rebuilt stores affect the choice of backups (case 07). */
class RetentionTest {
    private static final long NOW = Instant.parse("2026-11-29T05:00:00Z").toEpochMilli();

    private static ShelvedBackup backup(String name, String time, long index) {
        Manifest manifest = new Manifest(
                Instant.parse(time).toEpochMilli(),
                "metash",
                new Manifest.Source("dir", "/r", "p", 1L),
                "V004",
                null,
                null,
                LogId.of(1, 1, index),
                null,
                Membership.byId(),
                List.of(),
                1,
                1,
                "",
                List.of(),
                1,
                "");
        return new ShelvedBackup(StoredFile.of(Path.of(name)), manifest, null, manifest.madeAtMs(), 1);
    }

    private static Retention.Plan plan(int daily, int weekly, ShelvedBackup... backups) {
        return new Retention(daily, weekly, NOW)
                .plan(Stream.of(backups)
                        .sorted(Comparator.comparingLong(ShelvedBackup::timeMs).reversed())
                        .toList());
    }

    private static String shown(Retention.Plan plan) {
        return "kept " + names(plan.kept()) + " removed " + names(plan.removed()) + " untouched "
                + names(plan.untouched());
    }

    private static List<String> names(List<ShelvedBackup> backups) {
        return backups.stream().map(backup -> backup.file().name()).toList();
    }

    @Test
    void aBackupFromTheFutureIsNotCountedAndIsReported() {
        Retention.Plan plan = plan(
                1,
                0,
                backup("future", "2030-05-01T05:00:00Z", 9),
                backup("today", "2026-11-29T04:00:00Z", 9),
                backup("before", "2026-11-28T04:00:00Z", 8));
        assertEquals("kept [today] removed [before] untouched [future]", shown(plan));
        assertEquals(
                List.of("future is dated in the future, 2030-05-01T05:00:00Z: not counted; the clock was wrong when it"
                        + " was made, or is wrong now"),
                plan.notes());
    }

    /** The clocks of two hosts differ slightly: such a backup is not from the future. */
    @Test
    void fiveMinutesAheadCountAsToday() {
        assertEquals(
                "kept [ahead] removed [] untouched []", shown(plan(1, 0, backup("ahead", "2026-11-29T05:04:00Z", 9))));
    }

    /** The clock of this host fell back by years: all backups seem to be from the future, and none is removed. */
    @Test
    void aClockThatFellBackRemovesNothing() {
        Retention.Plan plan = new Retention(
                        1, 0, Instant.parse("1970-01-01T00:10:00Z").toEpochMilli())
                .plan(List.of(backup("b", "2026-11-29T04:00:00Z", 9), backup("a", "2026-11-28T04:00:00Z", 8)));
        assertEquals("kept [] removed [] untouched [b, a]", shown(plan));
    }

    /** Of two backups of a day the one with more of the log is kept, whatever its time. */
    @Test
    void theBackupWithMoreOfTheLogIsKept() {
        Retention.Plan plan = plan(
                2,
                0,
                backup("last", "2026-11-28T20:00:00Z", 90),
                backup("rich", "2026-11-28T10:00:00Z", 100),
                backup("newest", "2026-11-29T01:00:00Z", 120));
        assertEquals("kept [newest, rich] removed [last] untouched []", shown(plan));
        assertEquals(List.of(), plan.notes());
    }

    /** The backup with most of the log, dated years back, is removed last, and both are reported. */
    @Test
    void theLogContradictsTheClock() {
        Retention.Plan plan = plan(
                1,
                0,
                backup("poor", "2026-11-29T01:00:00Z", 50),
                backup("middle", "2026-11-28T01:00:00Z", 40),
                backup("rich", "2019-01-01T00:00:00Z", 60));
        assertEquals("kept [poor, rich] removed [middle] untouched []", shown(plan));
        assertEquals(
                List.of("poor is the newest by its time, but rich holds more of the log (T1-N1.60, not T1-N1.50): a"
                        + " clock was wrong or the store was rebuilt; both are kept"),
                plan.notes());
    }
}
