package io.metash.monitoring;

import java.util.Arrays;
import java.util.Optional;

/** The metrics that commands write. */
public enum Metric {
    /** When the command last succeeded. */
    LAST_SUCCESS("metash_last_success_timestamp_seconds", "When the command last succeeded, Unix time.", true),
    /** When the command last ended. */
    LAST_RUN("metash_last_run_timestamp_seconds", "When the command last ended, Unix time.", false),
    /** The status that the command last ended with. */
    EXIT_STATUS("metash_exit_status", "The exit status of the last run.", false),
    /** How long the last run took. */
    DURATION("metash_duration_seconds", "How long the last run took.", false),
    /** When the newest proved backup was made. */
    NEWEST("metash_backup_newest_proved_timestamp_seconds", "When the newest proved backup was made, Unix time.", true),
    /** The age of the newest proved backup when the command ran. */
    AGE("metash_backup_newest_proved_age_seconds", "Age of the newest proved backup when the command ran.", true),
    /** The size of the backup that the command wrote or read last. */
    SIZE("metash_backup_size_bytes", "Size of the newest backup.", true),
    /** The records of that backup. */
    RECORDS("metash_backup_records", "Records in the newest backup.", true),
    /** The grade of that backup. */
    GRADE("metash_backup_grade", "Grade of the newest backup: 3 proved, 2 consistent, 1 incomplete, 0 damaged.", true),
    /** How many backups a prune kept. */
    KEPT("metash_backups_kept", "Backups that the last prune kept.", true),
    /** How many backups a prune removed. */
    REMOVED("metash_backups_removed", "Backups that the last prune removed.", false),
    /** How often the command failed, by reason. */
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

    /** Whether a run that has no value for it leaves the last one. */
    boolean kept() {
        return kept;
    }

    boolean isCounter() {
        return this == FAILURES;
    }

    /** The name in the text: a counter has an ending. */
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
