package io.metash.lua;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A duration given in seconds, with nanosecond precision.
 *
 * @param nanoseconds from 0 to less than 2^64 seconds
 */
record Span(BigInteger nanoseconds) {
    private static final double SECONDS_END = 0x1p64;
    private static final BigInteger NANOS_IN_MILLI = BigInteger.valueOf(1_000_000);

    /**
     * Parses a number of seconds.
     *
     * @throws ScriptError for an invalid duration, or more milliseconds than a u64 holds
     */
    static Span ofSeconds(double seconds) {
        if (!(seconds >= 0 && seconds < SECONDS_END)) {
            throw new ScriptError("duration must be finite, non-negative, and representable");
        }
        Span span = new Span(new BigDecimal(seconds)
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger());
        if (span.nanoseconds().divide(NANOS_IN_MILLI).bitLength() > Long.SIZE) {
            throw new ScriptError("duration exceeds the meta service limit");
        }
        return span;
    }

    /** Whole milliseconds, u64. */
    long millis() {
        return nanoseconds.divide(NANOS_IN_MILLI).longValue();
    }

    /** Nanoseconds, at most {@link Long#MAX_VALUE}. */
    long nanos() {
        if (nanoseconds.bitLength() < Long.SIZE) {
            return nanoseconds.longValue();
        }
        return Long.MAX_VALUE;
    }
}
