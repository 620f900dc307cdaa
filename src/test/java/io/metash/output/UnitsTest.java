package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.option.TimeArguments;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Numbers, sizes and durations as people type and read them, the largest included. */
class UnitsTest {
    private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB"};
    private static final Map<String, Double> SECONDS = Map.of("ms", 0.001, "s", 1.0, "min", 60.0, "h", 3600.0);
    private static final Pattern DURATION = Pattern.compile("\\d\\.\\d ms|[1-9]\\d{1,2} ms|\\d\\.\\d{1,2} s|[1-5]\\d s"
            + "|[1-5]?\\d min [1-5]?\\d s|[1-9]\\d* h [1-5]?\\d min");

    @Test
    void numbersAreUnsigned() {
        assertEquals("0", Units.number(0));
        assertEquals("999", Units.number(999));
        assertEquals("1,000", Units.number(1000));
        assertEquals("9,223,372,036,854,775,807", Units.number(Long.MAX_VALUE));
        assertEquals("9223372036854775808", Units.number(Long.MIN_VALUE));
        assertEquals("18446744073709551615", Units.number(-1));
    }

    @Test
    void durationsAreParsedAndPrinted() {
        assertEquals(500, TimeArguments.spanMs("500ms"));
        assertEquals(30_000, TimeArguments.spanMs("30s"));
        assertEquals(900_000, TimeArguments.spanMs("15 m"));
        assertEquals(7_200_000, TimeArguments.spanMs("2H"));
        assertEquals(604_800_000, TimeArguments.spanMs("7d"));
        assertEquals(8_640_000_000_000_000_000L, TimeArguments.spanMs("100000000000d"));
        refused("'soon' is not a duration", null, () -> TimeArguments.spanMs("soon"));
        refused("'999999999999d' is not a duration", "it is too long", () -> TimeArguments.spanMs("999999999999d"));
    }

    @Test
    void sizesAreParsedAndPrinted() {
        assertEquals(500, Units.parseBytes("500"));
        assertEquals(20_000, Units.parseBytes("20K"));
        assertEquals(3_000_000, Units.parseBytes("3MB"));
        refused("'lots' is not a size", null, () -> Units.parseBytes("lots"));
        refused("'999999999999999T' is not a size", "it is too large", () -> Units.parseBytes("999999999999999T"));
    }

    @Test
    void valuesAreRoundedIntoTheNextUnit() {
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.00 KB", Units.bytes(1000));
        assertEquals("9.99 KB", Units.bytes(9_994));
        assertEquals("10.0 KB", Units.bytes(9_996));
        assertEquals("999.9 KB", Units.bytes(999_949));
        assertEquals("1.00 MB", Units.bytes(999_950));
        assertEquals("1.00 MB", Units.bytes(999_999));
        assertEquals("1.00 GB", Units.bytes(999_999_999));
        assertEquals("9223372.0 TB", Units.bytes(Long.MAX_VALUE));
        assertEquals("9.9 s", Units.seconds(9.94));
        assertEquals("10 s", Units.seconds(9.96));
        assertEquals("59 s", Units.seconds(59.4));
        assertEquals("1 min 0 s", Units.seconds(59.6));
        assertEquals("1 h 0 min", Units.seconds(3599.6));
        assertEquals("10 ms", Units.span(9_960_000));
        assertEquals("1.00 s", Units.span(999_600_000));
        assertEquals("10 s", Units.span(9_996_000_000L));
        assertEquals("1 min 0 s", Units.span(59_600_000_000L));
    }

    @Property
    void sizesHaveThreeDigitsAndAreCloseToTheirValue(
            @ForAll @LongRange(min = 0, max = 999_949_999_999_999L) long any, @ForAll Edge edge) {
        long bytes = edge.near(any);
        String[] parts = Units.bytes(bytes).split(" ");
        if (bytes < 1000) {
            assertEquals(bytes + " B", String.join(" ", parts));
            return;
        }
        assertTrue(parts[0].matches("[1-9]\\.\\d\\d|[1-9]\\d{1,2}\\.\\d"), () -> bytes + " is " + parts[0]);
        double value =
                Double.parseDouble(parts[0]) * Math.pow(1000, List.of(SIZES).indexOf(parts[1]));
        assertEquals(bytes, value, bytes * 0.0051);
    }

    @Property
    void durationsHaveTheDigitsOfTheirUnitAndAreCloseToTheirValue(
            @ForAll @LongRange(min = 0, max = 999_949_999_999_999L) long any, @ForAll Edge edge) {
        long nanos = edge.near(any);
        for (String text : List.of(Units.span(nanos), Units.seconds(nanos / 1e9))) {
            assertTrue(DURATION.matcher(text).matches(), () -> nanos + " ns are " + text);
            double seconds = 0;
            String[] parts = text.split(" ");
            for (int i = 0; i < parts.length; i += 2) {
                seconds += Double.parseDouble(parts[i]) * SECONDS.get(parts[i + 1]);
            }
            assertEquals(nanos / 1e9, seconds, Math.max(0.051, nanos / 1e9 * 0.05), text);
        }
    }

    /** Numbers of any size, and those around the limits of the units. */
    enum Edge {
        ANY,
        SIZE,
        MINUTE;

        long near(long any) {
            long offset = any % 1_000_000 / 10_000 - 50;
            long factor = 1;
            if (this == MINUTE) {
                factor = 6;
            }
            long power = (long) Math.pow(10, any % 14);
            if (this == ANY) {
                return any;
            }
            return Math.max(0, factor * power + offset * Math.max(1, power / 1000));
        }
    }

    private static void refused(String what, String whyOrNull, Runnable read) {
        Failure failure = assertThrows(Failure.class, read::run);
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals(what, failure.what());
        assertEquals(whyOrNull, failure.why());
    }
}
