package io.metash.record;

/** Advice for a heap that is too small. */
public final class Heap {
    /** Copies of a large line or value that a stream command holds at its peak. */
    private static final int COPIES = 16;

    /** Copies without which a store cannot be built from a line, as measured with 64 MiB to 256 MiB. */
    private static final double MIN_COPIES = 8.1;

    private static final long MIN_MIB = 512;

    private Heap() {}

    /** The maximum heap of this process, MiB. */
    public static long mib() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }

    /** The length of a line above which this heap does not suffice to build a store. */
    public static long longestLine() {
        return (long) (Runtime.getRuntime().maxMemory() / MIN_COPIES);
    }

    /**
     * The METASH_HEAP to set for a line or value of the given size (0 when unknown): at least twice the current heap.
     */
    public static String advice(long bytes) {
        long wanted = Math.max(MIN_MIB, bytes * COPIES >> 20);
        while (wanted <= mib()) {
            wanted *= 2;
        }
        return "set METASH_HEAP=" + wanted + "m and try again";
    }
}
