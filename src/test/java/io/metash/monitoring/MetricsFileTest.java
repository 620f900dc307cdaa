package io.metash.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.files.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics file after several runs. */
class MetricsFileTest {
    @TempDir
    Path scratch;

    private Path file() {
        return scratch.resolve("metash.prom");
    }

    private void run(String command, String cluster, int status, String reason, long nowMs) throws IOException {
        RunMetrics run = new RunMetrics(command);
        if (status == 0) {
            run.putBackup(cluster, nowMs - 2000, 100, 10, 3, nowMs);
        } else {
            run.put(cluster, Metric.LAST_RUN, 0);
        }
        new MetricsFile(file(), Disk.real()).add(run, status, reason, 1.5, nowMs);
    }

    private List<String> samples() throws IOException {
        return Files.readAllLines(file()).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void oneRunIsTextWithHelpAndTypes() throws IOException {
        run("backup", "pro\"d", 0, null, 1_700_000_000_000L);
        assertEquals(
                """
                # HELP metash_backup_grade Grade of the newest backup: 3 proved, 2 consistent, 1 incomplete, 0 damaged.
                # TYPE metash_backup_grade gauge
                metash_backup_grade{cluster="pro\\"d",command="backup"} 3.0
                # HELP metash_backup_newest_proved_age_seconds Age of the newest proved backup when the command ran.
                # TYPE metash_backup_newest_proved_age_seconds gauge
                metash_backup_newest_proved_age_seconds{cluster="pro\\"d",command="backup"} 2.0
                # HELP metash_backup_newest_proved_timestamp_seconds When the newest proved backup was made, Unix time.
                # TYPE metash_backup_newest_proved_timestamp_seconds gauge
                metash_backup_newest_proved_timestamp_seconds{cluster="pro\\"d",command="backup"} 1.699999998E9
                # HELP metash_backup_records Records in the newest backup.
                # TYPE metash_backup_records gauge
                metash_backup_records{cluster="pro\\"d",command="backup"} 10.0
                # HELP metash_backup_size_bytes Size of the newest backup.
                # TYPE metash_backup_size_bytes gauge
                metash_backup_size_bytes{cluster="pro\\"d",command="backup"} 100.0
                # HELP metash_duration_seconds How long the last run took.
                # TYPE metash_duration_seconds gauge
                metash_duration_seconds{cluster="pro\\"d",command="backup"} 1.5
                # HELP metash_exit_status The exit status of the last run.
                # TYPE metash_exit_status gauge
                metash_exit_status{cluster="pro\\"d",command="backup"} 0.0
                # HELP metash_last_run_timestamp_seconds When the command last ended, Unix time.
                # TYPE metash_last_run_timestamp_seconds gauge
                metash_last_run_timestamp_seconds{cluster="pro\\"d",command="backup"} 1.7E9
                # HELP metash_last_success_timestamp_seconds When the command last succeeded, Unix time.
                # TYPE metash_last_success_timestamp_seconds gauge
                metash_last_success_timestamp_seconds{cluster="pro\\"d",command="backup"} 1.7E9
                """,
                Files.readString(file()));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    /** A failure keeps the time of the last success and the facts of the backup; failures are counted by reason. */
    @Test
    void failuresAreCountedAndSuccessesRemembered() throws IOException {
        run("backup", "a", 0, null, 1_700_000_000_000L);
        run("backup", "a", 5, "unreachable", 1_700_000_100_000L);
        run("backup", "a", 5, "unreachable", 1_700_000_200_000L);
        run("backup", "a", 7, "io", 1_700_000_300_000L);
        assertEquals(
                List.of(
                        "metash_backup_grade{cluster=\"a\",command=\"backup\"} 3.0",
                        "metash_backup_newest_proved_age_seconds{cluster=\"a\",command=\"backup\"} 2.0",
                        "metash_backup_newest_proved_timestamp_seconds{cluster=\"a\",command=\"backup\"} 1.699999998E9",
                        "metash_backup_records{cluster=\"a\",command=\"backup\"} 10.0",
                        "metash_backup_size_bytes{cluster=\"a\",command=\"backup\"} 100.0",
                        "metash_duration_seconds{cluster=\"a\",command=\"backup\"} 1.5",
                        "metash_exit_status{cluster=\"a\",command=\"backup\"} 7.0",
                        "metash_failures_total{cluster=\"a\",command=\"backup\",reason=\"io\"} 1.0",
                        "metash_failures_total{cluster=\"a\",command=\"backup\",reason=\"unreachable\"} 2.0",
                        "metash_last_run_timestamp_seconds{cluster=\"a\",command=\"backup\"} 1.7000003E9",
                        "metash_last_success_timestamp_seconds{cluster=\"a\",command=\"backup\"} 1.7E9"),
                samples());
    }

    @Test
    void otherClustersAndCommandsStay() throws IOException {
        run("backup", "a", 0, null, 1_700_000_000_000L);
        run("backup", "b", 7, "io", 1_700_000_000_000L);
        run("verify", "a", 0, null, 1_700_000_000_000L);
        assertEquals(
                List.of(
                        "metash_exit_status{cluster=\"a\",command=\"backup\"} 0.0",
                        "metash_exit_status{cluster=\"a\",command=\"verify\"} 0.0",
                        "metash_exit_status{cluster=\"b\",command=\"backup\"} 7.0"),
                samples().stream()
                        .filter(line -> line.startsWith("metash_exit"))
                        .toList());
    }
}
