package io.metash.wire;

import io.metash.record.U64;

/** Version numbers of the handshake: {@code a.b.c} is a·10^6 + b·10^3 + c (meta-service-api §2.2). */
public final class Versions {
    /** The version that metash reports as a client and as a service. */
    public static final long METASH = number(260304, 0, 0);
    /** The oldest client that a service of this version accepts. */
    public static final long OLDEST_CLIENT = number(1, 2, 676);
    /** The oldest supported server: the first with KvApi. */
    public static final long OLDEST_SERVER = number(0, 8, 35);
    /** The first server that reads through KvReadV1 only; older ones also read through KvApi. */
    public static final long KV_READ_V1 = number(1, 2, 163);
    /** The first server with complete transactions. */
    public static final long TRANSACTION = number(1, 2, 258);
    /** The first server with ExportV1. */
    public static final long EXPORT_V1 = number(1, 2, 315);
    /** The first server whose watch can start with the existing keys. */
    public static final long INITIAL_FLUSH = number(1, 2, 677);
    /** The first server with the transaction condition on a number of keys. */
    public static final long TXN_KEYS_WITH_PREFIX = number(1, 2, 674);
    /** The first server with branch transactions. */
    public static final long TXN_BRANCHES = number(1, 2, 676);
    /** The first server with the operation that adds to a counter. */
    public static final long TXN_FETCH_ADD = number(1, 2, 764);
    /** The first server with a floor for that operation. */
    public static final long TXN_FETCH_INCREASE = number(1, 2, 828);
    /** The first server with expiry in milliseconds and sequential puts. */
    public static final long EXPIRE_IN_MILLIS = number(1, 2, 770);
    /** The first server that counts the keys of its snapshot. */
    public static final long KEYS_LAYOUT = number(1, 2, 823);
    /** The first server that stores the proposal time of each value. */
    public static final long PROPOSED_AT_MS = number(1, 2, 823);
    /** The first server with KvList and KvGetMany. */
    public static final long KV_LIST = number(1, 2, 869);
    /** The first server with KvTransaction, and with a sequence condition on puts. */
    public static final long KV_TRANSACTION = number(260217, 0, 0);

    private Versions() {}

    private static long number(long major, long minor, long patch) {
        return major * 1_000_000 + minor * 1_000 + patch;
    }

    /** The dotted form of a version number, u64. */
    public static String text(long number) {
        return U64.text(Long.divideUnsigned(number, 1_000_000))
                + "." + Long.remainderUnsigned(Long.divideUnsigned(number, 1_000), 1_000)
                + "." + Long.remainderUnsigned(number, 1_000);
    }
}
