package io.metash.wire;

/** Version numbers as a handshake carries them: {@code a.b.c} is a·10^6 + b·10^3 + c (meta-service-api §2.2). */
public final class Versions {
    /** What we say we are, as a client and as a service. */
    public static final long OURS = number(260304, 0, 0);
    /** The oldest client that a service of our version lets in. */
    public static final long OLDEST_CLIENT = number(1, 2, 676);
    /** The oldest server that we speak to: it has KvApi. */
    public static final long OLDEST_SERVER = number(0, 8, 35);
    /** From here on a server reads by KvReadV1 alone; older ones read by KvApi as well. */
    public static final long KV_READ_V1 = number(1, 2, 163);
    /** From here on a server has full transactions. */
    public static final long TRANSACTION = number(1, 2, 258);
    /** From here on a server exports by ExportV1. */
    public static final long EXPORT_V1 = number(1, 2, 315);
    /** From here on a watch can begin with what is there. */
    public static final long INITIAL_FLUSH = number(1, 2, 677);
    /** From here on a transaction can ask for a number of keys. */
    public static final long TXN_KEYS_WITH_PREFIX = number(1, 2, 674);
    /** From here on a transaction has branches. */
    public static final long TXN_BRANCHES = number(1, 2, 676);
    /** From here on a transaction can add to a number. */
    public static final long TXN_FETCH_ADD = number(1, 2, 764);
    /** From here on such an addition can begin at a floor. */
    public static final long TXN_FETCH_INCREASE = number(1, 2, 828);
    /** From here on times of expiry can be milliseconds, and keys can be put under the next number. */
    public static final long EXPIRE_IN_MILLIS = number(1, 2, 770);
    /** From here on a server counts the keys of its snapshot. */
    public static final long KEYS_LAYOUT = number(1, 2, 823);
    /** From here on a server keeps with each value when it was proposed. */
    public static final long PROPOSED_AT_MS = number(1, 2, 823);
    /** From here on a server has KvList and KvGetMany. */
    public static final long KV_LIST = number(1, 2, 869);
    /** From here on a server has KvTransaction, and puts with a sequence to match. */
    public static final long KV_TRANSACTION = number(260217, 0, 0);

    private Versions() {}

    private static long number(long major, long minor, long patch) {
        return major * 1_000_000 + minor * 1_000 + patch;
    }

    /** The dotted form of a number, u64. */
    public static String text(long number) {
        return Long.toUnsignedString(Long.divideUnsigned(number, 1_000_000))
                + "." + Long.remainderUnsigned(Long.divideUnsigned(number, 1_000), 1_000)
                + "." + Long.remainderUnsigned(number, 1_000);
    }
}
