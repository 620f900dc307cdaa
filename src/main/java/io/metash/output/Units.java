package io.metash.output;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats numbers, sizes and times. */
public final class Units {
    private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB"};

    private Units() {}

    /** Bytes with three digits, in powers of 1000: {@code 113.9 KB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 1;
        while (!staysBelow(1000, value, 1) && unit < SIZES.length - 1) {
            value /= 1000;
            unit++;
        }
        return decimal(value, staysBelow(10, value, 2) ? 2 : 1) + " " + SIZES[unit];
    }

    /** Whether a value is below a limit when printed: 9.996 with two decimals is 10.00. */
    private static boolean staysBelow(int limit, double value, int decimals) {
        long scale = scale(decimals);
        return Math.round(value * scale) < limit * scale;
    }

    /**
     * A number with a fixed number of decimals. Formatted by hand: java.util.Formatter is slow to load, and every command
     * prints numbers.
     */
    private static String decimal(double value, int decimals) {
        long scale = scale(decimals);
        long scaled = Math.round(value * scale);
        String whole = Long.toString(scaled / scale);
        if (decimals == 0) {
            return whole;
        }
        String rest = Long.toString(scaled % scale);
        return whole + "." + "0".repeat(decimals - rest.length()) + rest;
    }

    private static long scale(int decimals) {
        if (decimals == 2) {
            return 100;
        }
        if (decimals == 1) {
            return 10;
        }
        return 1;
    }

    /** A count with its noun: {@code 1 record}, {@code 12,345 records}. */
    public static String count(long count, String noun) {
        String plural;
        if (noun.endsWith("y") && !noun.endsWith("ey")) {
            plural = noun.substring(0, noun.length() - 1) + "ies";
        } else {
            plural = noun + (noun.endsWith("ch") || noun.endsWith("ss") ? "es" : "s");
        }
        return number(count) + " " + (count == 1 ? noun : plural);
    }

    /** An unsigned number with commas; without commas from 2^63 on, where numbers are not counts. */
    public static String number(long number) {
        if (number < 0) {
            return U64.text(number);
        }
        StringBuilder text = new StringBuilder().append(number);
        for (int at = text.length() - 3; at > 0; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** Formats a time span: {@code 0.4 s}, {@code 3 min 20 s}. */
    public static String seconds(double seconds) {
        if (staysBelow(60, seconds, 0)) {
            return decimal(seconds, staysBelow(10, seconds, 1) ? 1 : 0) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** Formats a short time span: {@code 0.3 ms}, {@code 41 ms}, {@code 1.24 s}. */
    public static String span(long nanos) {
        double ms = nanos / 1e6;
        if (staysBelow(1000, ms, 0)) {
            return decimal(ms, staysBelow(10, ms, 1) ? 1 : 0) + " ms";
        }
        if (staysBelow(10, ms / 1000, 2)) {
            return decimal(ms / 1000, 2) + " s";
        }
        return seconds(ms / 1000);
    }

    /** Formats a time in UTC, with milliseconds: {@code 2026-11-24T09:45:00.000Z}. */
    public static String timestamp(long epochMs) {
        return timestamp(epochMs, false);
    }

    /** Formats a time in the local zone with its offset from UTC, or in UTC. */
    public static String timestamp(long epochMs, boolean local) {
        if (epochMs < 0 || epochMs > 253_402_300_799_999L) {
            return U64.text(epochMs) + " ms";
        }
        ZoneOffset zone = ZoneOffset.UTC;
        if (local) {
            zone = ZoneId.systemDefault().getRules().getOffset(Instant.ofEpochMilli(epochMs));
        }
        int ms = (int) (epochMs % 1000);
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochMs / 1000, ms * 1_000_000, zone);
        return padded(time.getYear(), 4) + "-" + padded(time.getMonthValue(), 2) + "-"
                + padded(time.getDayOfMonth(), 2) + "T" + padded(time.getHour(), 2) + ":" + padded(time.getMinute(), 2)
                + ":" + padded(time.getSecond(), 2) + "." + padded(ms, 3)
                + (local && zone.getTotalSeconds() == 0 ? "+00:00" : zone.getId());
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }

    /** Parses a number of bytes: {@code 500}, {@code 20K}, {@code 3MB}; powers of 1000. */
    public static long parseBytes(String text) {
        Matcher parts = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)B?", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        if (!parts.matches()) {
            throw noSize(text);
        }
        long factor = 1;
        for (int i = "KMGT".indexOf(parts.group(2).toUpperCase(Locale.ROOT));
                i >= 0 && !parts.group(2).isEmpty();
                i--) {
            factor *= 1000;
        }
        try {
            return Math.multiplyExact(Long.parseLong(parts.group(1)), factor);
        } catch (ArithmeticException tooLarge) {
            throw noSize(text).because("it is too large");
        }
    }

    private static Failure noSize(String text) {
        return Failure.of(ExitStatus.USAGE, "'" + text + "' is not a size").next("write it as 500, 20K or 3M");
    }

    /** The age of a time, or the time until it: {@code 3 h 12 min ago}, {@code in 5 s}. */
    public static String age(long epochMs, long nowMs) {
        if (epochMs < 0 || epochMs > 253_402_300_799_999L) {
            return "";
        }
        long seconds = Math.abs(nowMs - epochMs) / 1000;
        String span;
        if (seconds < 172_800) {
            span = seconds((double) seconds);
        } else {
            span = number(seconds / 86_400) + " days";
        }
        if (nowMs >= epochMs) {
            return span + " ago";
        }
        return "in " + span;
    }
}
