package io.metash.monitoring;

import java.util.Arrays;
import java.util.Optional;

/** Metrics that commands write. */
public enum Metric {
    /** Time of the last successful run. */
    LAST_SUCCESS("metash_last_success_timestamp_seconds", "When the command last succeeded, Unix time.", true),
    /** Time of the last run. */
    LAST_RUN("metash_last_run_timestamp_seconds", "When the command last ended, Unix time.", false),
    /** Exit status of the last run. */
    EXIT_STATUS("metash_exit_status", "The exit status of the last run.", false),
    /** Duration of the last run. */
    DURATION("metash_duration_seconds", "How long the last run took.", false),
    /** Time of the newest proved backup. */
    NEWEST("metash_backup_newest_proved_timestamp_seconds", "When the newest proved backup was made, Unix time.", true),
    /** Age of the newest proved backup at the time of the run. */
    AGE("metash_backup_newest_proved_age_seconds", "Age of the newest proved backup when the command ran.", true),
    /** Size of the last backup that the command wrote or read. */
    SIZE("metash_backup_size_bytes", "Size of the newest backup.", true),
    /** Number of records in that backup. */
    RECORDS("metash_backup_records", "Records in the newest backup.", true),
    /** Grade of that backup. */
    GRADE("metash_backup_grade", "Grade of the newest backup: 3 proved, 2 consistent, 1 incomplete, 0 damaged.", true),
    /** Number of backups that a prune kept. */
    KEPT("metash_backups_kept", "Backups that the last prune kept.", true),
    /** Number of backups that a prune removed. */
    REMOVED("metash_backups_removed", "Backups that the last prune removed.", false),
    /** Number of failed runs by reason. */
    FAILURES("metash_failures", "Runs that failed, by reason.", true);

    private final String key;
    private final String help;
    private final boolean kept;

    Metric(String key, String help, boolean kept) {
        this.key = key;
        this.help = help;
        this.kept = kept;
    }

    /** The name of the metric. */
    public String key() {
        return key;
    }

    String help() {
        return help;
    }

    /** Whether the last value is kept when a run has none. */
    boolean kept() {
        return kept;
    }

    boolean isCounter() {
        return this == FAILURES;
    }

    /** The name in the text format, where counters have a suffix. */
    String textName() {
        if (isCounter()) {
            return key + "_total";
        }
        return key;
    }

    static Optional<Metric> ofTextName(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.textName().equals(name))
                .findFirst();
    }
}
