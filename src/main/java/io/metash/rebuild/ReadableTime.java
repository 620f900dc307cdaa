package io.metash.rebuild;

import io.metash.record.U64;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times for people. */
final class ReadableTime {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReadableTime() {}

    /** Formats a time as {@code 2026-11-24 09:45}, UTC. */
    static String minute(long epochMs) {
        if (epochMs < 0 || epochMs > 253_402_300_799_999L) {
            return U64.text(epochMs) + " ms";
        }
        return MINUTE.format(Instant.ofEpochMilli(epochMs));
    }
}
