package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as programs store them (values §4.4). */
class StoredTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2022-11-01 08:20:24.570584 UTC, 2022-11-01T08:20:24.570584Z",
        "2014-11-28 12:00:09 UTC, 2014-11-28T12:00:09Z",
        "1970-01-01 00:00:00.001 UTC, 1970-01-01T00:00:00.001Z",
        "2024-02-29 23:59:59.123456789 UTC, 2024-02-29T23:59:59.123456789Z",
        "0001-01-01 00:00:00.000 UTC, 0001-01-01T00:00:00.000Z",
        "-262143-01-01 00:00:00 UTC, -262143-01-01T00:00:00Z"
    })
    void timesAreRead(String stored, String iso) {
        assertEquals(iso, StoredTime.iso(stored));
        Instant instant = StoredTime.instant(stored).orElseThrow();
        assertEquals(OptionalLong.of(instant.toEpochMilli()), StoredTime.millis(stored));
        if (iso.length() < 32 && !iso.startsWith("-")) {
            assertEquals(Instant.parse(iso), instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2022-11-01 08:20:24.570584",
                "2022-11-01T08:20:24.570584 UTC",
                "2023-02-29 08:20:24.570584 UTC",
                "2022-13-01 08:20:24.570584 UTC",
                "2022-11-01 24:20:24.570584 UTC",
                "2022-11-01 08:60:24.570 UTC"
            })
    void otherTextIsNotATime(String stored) {
        assertEquals(OptionalLong.empty(), StoredTime.millis(stored));
    }
}
