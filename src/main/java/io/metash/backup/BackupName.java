package io.metash.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A backup's file name: {@code CLUSTER-TIME.ndjson}, with a number or random suffix when it is in use.
 *
 * @param cluster the cluster's name in letters, digits, dots, hyphens and underscores
 * @param madeAtMs the start of the backup in milliseconds since the epoch
 * @param packing the extension after {@code .ndjson}: empty, {@code .gz} or {@code .zst}
 */
public record BackupName(String cluster, long madeAtMs, String packing) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int RANDOM_DIGITS = 10;

    /** Creates a backup name; replaces other characters in the cluster's name. */
    public static BackupName of(String cluster, long madeAtMs, String packing) {
        String plain = cluster.replaceAll("[^A-Za-z0-9._-]+", "-");
        boolean hidden = plain.startsWith(".") || plain.startsWith("-");
        return new BackupName(hidden ? "x" + plain : plain, madeAtMs, packing);
    }

    /** Returns the name to try at attempt {@code number}, starting at 1. */
    public String candidate(int number) {
        return name(number == 1 ? "" : "-" + number);
    }

    /** Returns a unique name, for storage where two processes can create the same name. */
    public String unique() {
        String random = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        String digits = "0".repeat(RANDOM_DIGITS) + random;
        return name("-" + digits.substring(digits.length() - RANDOM_DIGITS));
    }

    private String name(String tail) {
        return cluster + "-" + TIME.format(Instant.ofEpochMilli(madeAtMs)) + tail + ".ndjson" + packing;
    }

    /** Whether a file name belongs to this cluster. */
    public boolean sameCluster(String file) {
        return file.startsWith(cluster + "-")
                && file.substring(cluster.length()).matches("-\\d{8}T\\d{6}Z.*\\.ndjson(\\.gz|\\.zst)?");
    }
}
