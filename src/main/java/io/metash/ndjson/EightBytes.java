package io.metash.ndjson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Parses arrays of numbers 0 to 255, which are most of an export, two numbers at a time from eight bytes of text.
 * Stops at anything unusual. Fast once compiled by the JIT but slow to warm up, so short inputs do not use it.
 */
final class EightBytes extends CanonicalNumbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST = 3;
    /** Set in every digit, and not in a comma. */
    private static final long IN_DIGITS = 0x1010101010101010L;

    @Override
    int read(byte[] text, int from, int to) {
        byte[] numbers = numbers();
        int n = 0;
        int at = from;
        while (at + Long.BYTES <= to) {
            long eight = (long) LONG.get(text, at);
            long commas = ~eight & IN_DIGITS;
            int first = Long.numberOfTrailingZeros(commas) >>> 3;
            int both = Long.numberOfTrailingZeros(commas & commas - 1) >>> 3;
            int second = both - first - 1;
            if (first > LONGEST || second > LONGEST || first == 0 || second == 0) {
                break;
            }
            int a = (int) eight;
            int b = (int) (eight >>> 8 * first + 8);
            int aValue = value(a, first);
            int bValue = value(b, second);
            if ((wrong(a, aValue, first) | wrong(b, bValue, second)) != 0) {
                break;
            }
            if (n + 2 > numbers.length) {
                numbers = grow();
            }
            numbers[n] = (byte) aValue;
            numbers[n + 1] = (byte) bValue;
            n += 2;
            at += both + 1;
        }
        parsed(n);
        return at;
    }

    /**
     * The value of the lowest {@code digits} digits of an int; undefined for more than three digits or a value above
     * 255.
     */
    private static int value(int text, int digits) {
        long ones = text << Integer.SIZE - 8 * digits & 0x0f0f0f0f;
        // Move hundreds, tens and ones into the same byte.
        return (int) (ones * (100 << 16 | 10 << 8 | 1) >>> 24) & 0xff;
    }

    /** Zero when the text is the number in canonical form (no leading zero), followed by a comma. */
    private static int wrong(int text, int value, int digits) {
        return (text ^ JsonOut.digits(value)) << Integer.SIZE - 8 - 8 * digits;
    }
}
