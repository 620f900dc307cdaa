package io.metash.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides which backups of a shelf to keep: per cluster, one for each of the last days and weeks that have any (ISO
 * weeks, UTC), the newest one, and the one that holds most of the log. The backup that holds most of the log, then
 * the newest, represents a day or week.
 *
 * <p>Clocks can be wrong. A backup dated in the future is kept and not counted. The current time is used for nothing
 * else, so a clock that runs ahead removes no additional backups. Backups that do not match their manifests are kept
 * and not counted.
 */
public final class Retention {
    private static final Comparator<ShelvedBackup> BY_WORTH =
            ((Comparator<ShelvedBackup>) ShelvedBackup::byLastLog).thenComparingLong(ShelvedBackup::timeMs);

    private final int daily;
    private final int weekly;
    private final long nowMs;

    /**
     * Creates a rule.
     *
     * @param daily number of days to keep
     * @param weekly number of weeks to keep
     * @param nowMs the current time in milliseconds since the epoch
     */
    public Retention(int daily, int weekly, long nowMs) {
        this.daily = daily;
        this.weekly = weekly;
        this.nowMs = nowMs;
    }

    /**
     * The decision for a shelf.
     *
     * @param kept backups that are kept and counted
     * @param removed backups to delete
     * @param untouched backups that are unproved or dated in the future, and kept
     * @param notes notes for the user, one sentence each
     */
    public record Plan(
            List<ShelvedBackup> kept, List<ShelvedBackup> removed, List<ShelvedBackup> untouched, List<String> notes) {}

    /** Applies the rule to backups ordered by cluster, newest first. */
    public Plan plan(List<ShelvedBackup> backups) {
        List<ShelvedBackup> untouched = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<String, List<ShelvedBackup>> series = new LinkedHashMap<>();
        for (ShelvedBackup backup : backups) {
            if (!backup.fits()) {
                untouched.add(backup);
            } else if (backup.inFuture(nowMs)) {
                untouched.add(backup);
                notes.add(backup.file().name() + " is dated in the future, " + Instant.ofEpochMilli(backup.timeMs())
                        + ": not counted; the clock was wrong when it was made, or is wrong now");
            } else {
                series.computeIfAbsent(backup.series(), unknown -> new ArrayList<>())
                        .add(backup);
            }
        }
        Set<ShelvedBackup> stay = new LinkedHashSet<>();
        for (List<ShelvedBackup> own : series.values()) {
            stay.addAll(keptBackups(own));
            contradiction(own, notes);
        }
        List<ShelvedBackup> kept = new ArrayList<>();
        List<ShelvedBackup> removed = new ArrayList<>();
        series.values().forEach(own -> own.forEach(backup -> (stay.contains(backup) ? kept : removed).add(backup)));
        return new Plan(kept, removed, untouched, notes);
    }

    private Set<ShelvedBackup> keptBackups(List<ShelvedBackup> own) {
        Set<ShelvedBackup> stay = new LinkedHashSet<>();
        stay.add(own.get(0));
        stay.add(longestLog(own));
        stay.addAll(slots(own, Retention::day, daily));
        stay.addAll(slots(own, Retention::week, weekly));
        return stay;
    }

    private static ShelvedBackup longestLog(List<ShelvedBackup> own) {
        return own.stream().max(BY_WORTH).orElseThrow();
    }

    /** Returns the best backup of each of the last periods that have one. */
    private static List<ShelvedBackup> slots(
            List<ShelvedBackup> own, Function<ShelvedBackup, Object> period, int count) {
        Map<Object, ShelvedBackup> best = new LinkedHashMap<>();
        own.forEach(backup -> best.merge(period.apply(backup), backup, (a, b) -> BY_WORTH.compare(a, b) >= 0 ? a : b));
        return best.values().stream().limit(count).toList();
    }

    private static LocalDate day(ShelvedBackup backup) {
        return Instant.ofEpochMilli(backup.timeMs()).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Object week(ShelvedBackup backup) {
        LocalDate day = day(backup);
        return day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /**
     * Detects a later backup that holds less of the log than an earlier one: logs only grow, so a clock was wrong or
     * the store was rebuilt.
     */
    private static void contradiction(List<ShelvedBackup> own, List<String> notes) {
        ShelvedBackup newest = own.get(0);
        ShelvedBackup richest = longestLog(own);
        if (ShelvedBackup.byLastLog(newest, richest) < 0) {
            notes.add(newest.file().name() + " is the newest by its time, but "
                    + richest.file().name()
                    + " holds more of the log (" + richest.lastLog() + ", not " + newest.lastLog()
                    + "): a clock was wrong or the store was rebuilt; both are kept");
        }
    }
}
