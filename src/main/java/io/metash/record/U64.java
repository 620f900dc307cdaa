package io.metash.record;

/** Unsigned 64-bit numbers, which Java keeps in a {@code long}: sequence numbers, indices, terms, ids and times. */
public final class U64 {
    private U64() {}

    /** The decimal digits of a number. */
    public static String text(long number) {
        return Long.toUnsignedString(number);
    }

    /**
     * Parses decimal digits.
     *
     * @throws NumberFormatException when the text is not a number below 2^64
     */
    public static long parse(String digits) {
        return Long.parseUnsignedLong(digits);
    }

    /** Compares two numbers: negative when the first one is less, positive when it is greater. */
    public static int compare(long a, long b) {
        return Long.compareUnsigned(a, b);
    }
}
