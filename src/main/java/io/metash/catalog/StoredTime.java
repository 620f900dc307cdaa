package io.metash.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses stored times: {@code 2022-11-01 08:20:24.570584 UTC} (values §4.4). */
public final class StoredTime {
    private static final Pattern FORM =
            Pattern.compile("([+-]?\\d{4,6})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))? UTC");

    private StoredTime() {}

    /** Converts to ISO 8601 with an unchanged fraction; returns texts of another form unchanged. */
    static String iso(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return stored;
        }
        return stored.substring(0, stored.length() - " UTC".length()).replace(' ', 'T') + "Z";
    }

    /** Returns milliseconds since the epoch; empty for texts of another form. */
    public static OptionalLong millis(String stored) {
        if (isUsual(stored)) {
            long day = LocalDate.of(digits(stored, 0, 4), digits(stored, 5, 2), digits(stored, 8, 2))
                    .toEpochDay();
            long seconds =
                    day * 86_400 + digits(stored, 11, 2) * 3600L + digits(stored, 14, 2) * 60L + digits(stored, 17, 2);
            return OptionalLong.of(seconds * 1000 + digits(stored, 20, 3));
        }
        Optional<Instant> instant = Optional.empty();
        if (!stored.isEmpty()) {
            instant = instant(stored);
        }
        if (instant.isPresent()) {
            return OptionalLong.of(instant.get().toEpochMilli());
        }
        return OptionalLong.empty();
    }

    /**
     * Whether a time has the usual form {@code 2022-11-01 08:20:24.570584 UTC} with at least 3 fraction digits, for
     * the fast path.
     */
    private static boolean isUsual(String stored) {
        int end = stored.length() - " UTC".length();
        if (end < 23 || end > 29 || !stored.endsWith(" UTC")) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = stored.charAt(i);
            boolean right =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == ' ';
                        case 13, 16 -> c == ':';
                        case 19 -> c == '.';
                        default -> c >= '0' && c <= '9';
                    };
            if (!right) {
                return false;
            }
        }
        int month = digits(stored, 5, 2);
        int day = digits(stored, 8, 2);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(digits(stored, 0, 4), month).lengthOfMonth()
                && digits(stored, 11, 2) < 24
                && digits(stored, 14, 2) < 60
                && digits(stored, 17, 2) < 60;
    }

    private static int digits(String text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** Returns the instant; empty for texts of another form. */
    public static Optional<Instant> instant(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        String fraction = "0";
        if (form.group(7) != null) {
            fraction = form.group(7);
        }
        int nanos = Integer.parseInt((fraction + "00000000").substring(0, 9));
        try {
            LocalDateTime time = LocalDateTime.of(
                    Integer.parseInt(form.group(1)),
                    Integer.parseInt(form.group(2)),
                    Integer.parseInt(form.group(3)),
                    Integer.parseInt(form.group(4)),
                    Integer.parseInt(form.group(5)),
                    Integer.parseInt(form.group(6)),
                    nanos);
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
