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
 * Which backups of a shelf stay: of each cluster one for each of the last days and weeks that have any (ISO weeks, UTC), the newest
 * one, and the one that holds most of the log. A day or week is represented by the backup that holds most of the log, then the
 * newest.
 *
 * <p>Clocks can be wrong. A backup dated in the future is not counted and is kept. The current time is used for nothing else, so a clock that runs ahead removes no additional backups. Backups that do not match their manifests are not counted and are kept.
 */
public final class Retention {
    private static final Comparator<ShelvedBackup> BY_WORTH =
            ((Comparator<ShelvedBackup>) ShelvedBackup::byLastLog).thenComparingLong(ShelvedBackup::timeMs);

    private final int daily;
    private final int weekly;
    private final long nowMs;

    /**
     * A rule.
     *
     * @param daily of how many days one stays
     * @param weekly of how many weeks one stays
     * @param nowMs the present, milliseconds since the epoch
     */
    public Retention(int daily, int weekly, long nowMs) {
        this.daily = daily;
        this.weekly = weekly;
        this.nowMs = nowMs;
    }

    /**
     * The decision about the backups of a shelf.
     *
     * @param kept stay, and take slots
     * @param removed go
     * @param untouched stay: nothing proves what they are, or they are dated in the future
     * @param notes what a user should know, one sentence each
     */
    public record Plan(
            List<ShelvedBackup> kept, List<ShelvedBackup> removed, List<ShelvedBackup> untouched, List<String> notes) {}

    /** Applies the rule; the backups come by cluster, the newest first. */
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
            stay.addAll(staying(own));
            contradiction(own, notes);
        }
        List<ShelvedBackup> kept = new ArrayList<>();
        List<ShelvedBackup> removed = new ArrayList<>();
        series.values().forEach(own -> own.forEach(backup -> (stay.contains(backup) ? kept : removed).add(backup)));
        return new Plan(kept, removed, untouched, notes);
    }

    private Set<ShelvedBackup> staying(List<ShelvedBackup> own) {
        Set<ShelvedBackup> stay = new LinkedHashSet<>();
        stay.add(own.get(0));
        stay.add(richest(own));
        stay.addAll(slots(own, Retention::day, daily));
        stay.addAll(slots(own, Retention::week, weekly));
        return stay;
    }

    private static ShelvedBackup richest(List<ShelvedBackup> own) {
        return own.stream().max(BY_WORTH).orElseThrow();
    }

    /** The best backup of each of the last periods that have one. */
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

    /** Logs only grow: when a later backup holds less of it than an earlier one, a clock was wrong or the store was rebuilt. */
    private static void contradiction(List<ShelvedBackup> own, List<String> notes) {
        ShelvedBackup newest = own.get(0);
        ShelvedBackup richest = richest(own);
        if (ShelvedBackup.byLastLog(newest, richest) < 0) {
            notes.add(newest.file().name() + " is the newest by its time, but "
                    + richest.file().name()
                    + " holds more of the log (" + richest.lastLog() + ", not " + newest.lastLog()
                    + "): a clock was wrong or the store was rebuilt; both are kept");
        }
    }
}
