package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.command.option.TimeArguments;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import org.junit.jupiter.api.Test;

/** Numbers, sizes and durations as people type and read them, the largest included. */
class UnitsTest {
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

    private static void refused(String what, String whyOrNull, Runnable read) {
        Failure failure = assertThrows(Failure.class, read::run);
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals(what, failure.what());
        assertEquals(whyOrNull, failure.why());
    }
}
