package io.metash.command.option;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses times and time spans. */
public final class TimeArguments {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|min|h|d)", Pattern.CASE_INSENSITIVE);

    private TimeArguments() {}

    /**
     * Parses a time to milliseconds since the epoch, u64: {@code 2026-11-24T09:45:00Z}, or a number of milliseconds.
     */
    public static long parse(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return U64.parse(text);
            }
            return Instant.parse(text).toEpochMilli();
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException wrong) {
            throw Failure.of(ExitStatus.USAGE, "'" + text + "' is not a time")
                    .next("write it as 2026-11-24T09:45:00Z, or as milliseconds since the epoch");
        }
    }

    /** Parses a time span to milliseconds: {@code 500ms}, {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d}. */
    public static long spanMs(String text) {
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            throw invalidDuration(text);
        }
        long factor =
                switch (parts.group(2).toLowerCase(Locale.ROOT)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 60_000;
                };
        try {
            return Math.multiplyExact(Long.parseLong(parts.group(1)), factor);
        } catch (ArithmeticException tooLong) {
            throw invalidDuration(text).because("it is too long");
        }
    }

    private static Failure invalidDuration(String text) {
        return Failure.of(ExitStatus.USAGE, "'" + text + "' is not a duration")
                .next("write it as 500ms, 30s, 15m, 2h or 7d");
    }
}
