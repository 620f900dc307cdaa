package io.metash.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as programs store them: {@code 2022-11-01 08:20:24.570584 UTC} (values §4.4). */
public final class StoredTime {
    private static final Pattern FORM =
            Pattern.compile("([+-]?\\d{4,6})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))? UTC");

    private StoredTime() {}

    /** The text in ISO 8601, its fraction as it is; a text of another form comes back unchanged. */
    static String iso(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return stored;
        }
        return stored.substring(0, stored.length() - " UTC".length()).replace(' ', 'T') + "Z";
    }

    /** The milliseconds since 1970 that a stored text means; empty when it has another form. */
    public static OptionalLong millis(String stored) {
        return instant(stored).stream().mapToLong(Instant::toEpochMilli).findFirst();
    }

    /** The instant that a stored text means; empty when it has another form. */
    public static Optional<Instant> instant(String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            return Optional.empty();
        }
        String fraction = form.group(7) == null ? "0" : form.group(7);
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
