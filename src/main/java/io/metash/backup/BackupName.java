package io.metash.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of a backup: {@code CLUSTER-TIME.ndjson}, with a number or a random part when that is taken.
 *
 * @param cluster the name of the cluster, as letters, digits, dots, hyphens and underscores
 * @param madeAtMs when the backup started, milliseconds since the epoch
 * @param packing the extension after {@code .ndjson}: empty, {@code .gz} or {@code .zst}
 */
public record BackupName(String cluster, long madeAtMs, String packing) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int RANDOM_DIGITS = 10;

    /** A name for a cluster of any name. */
    public static BackupName of(String cluster, long madeAtMs, String packing) {
        String plain = cluster.replaceAll("[^A-Za-z0-9._-]+", "-");
        boolean hidden = plain.startsWith(".") || plain.startsWith("-");
        return new BackupName(hidden ? "x" + plain : plain, madeAtMs, packing);
    }

    /** The name to try, the first one for 1. */
    public String candidate(int number) {
        return name(number == 1 ? "" : "-" + number);
    }

    /** A unique name, for storage where two processes can write the same name. */
    public String unique() {
        String random = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        String digits = "0".repeat(RANDOM_DIGITS) + random;
        return name("-" + digits.substring(digits.length() - RANDOM_DIGITS));
    }

    private String name(String tail) {
        return cluster + "-" + TIME.format(Instant.ofEpochMilli(madeAtMs)) + tail + ".ndjson" + packing;
    }

    /** Whether a file's name is one of this cluster's. */
    public boolean sameCluster(String file) {
        return file.startsWith(cluster + "-")
                && file.substring(cluster.length()).matches("-\\d{8}T\\d{6}Z.*\\.ndjson(\\.gz|\\.zst)?");
    }
}
