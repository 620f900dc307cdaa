package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.U64;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counters of transactions, stored as decimal text (meta-service-api §3.6). */
public final class Counters {
    private static final Pattern NUMBER = Pattern.compile("[ \\t\\r\\n]*(0|[1-9][0-9]{0,19})[ \\t\\r\\n]*");
    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Counters() {}

    /** Parses a counter, u64; 0 without a value or for other text. */
    public static long number(@Nullable Bytes value) {
        if (value == null) {
            return 0;
        }
        var matcher = NUMBER.matcher(new String(value.array(), StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return 0;
        }
        BigInteger number = new BigInteger(matcher.group(1));
        if (number.compareTo(HIGHEST) > 0) {
            return 0;
        }
        return number.longValue();
    }

    /** Raises the counter to the floor, then adds the delta, within the range of a u64. */
    public static long increased(long before, long delta, long floor) {
        long from = floor;
        if (U64.compare(before, floor) >= 0) {
            from = before;
        }
        BigInteger sum = new BigInteger(U64.text(from)).add(BigInteger.valueOf(delta));
        return sum.max(BigInteger.ZERO).min(HIGHEST).longValue();
    }

    /** Returns the next number; the highest number stays. */
    public static long next(long number) {
        if (number == -1) {
            return number;
        }
        return number + 1;
    }

    /** Encodes a number as a value. */
    public static Bytes text(long number) {
        return Bytes.utf8(U64.text(number));
    }

    /** Returns the key generated from a counter: the prefix and twenty-one digits in groups of three. */
    public static Bytes key(Bytes prefix, long number) {
        String digits = String.format(Locale.ROOT, "%21s", U64.text(number)).replace(' ', '0');
        return Bytes.utf8(prefix.text() + digits.replaceAll("(\\d{3})(?=\\d)", "$1_"));
    }
}
