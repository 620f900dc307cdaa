package io.metash.record;

/** What to type when the heap is too small. */
public final class Heap {
    /** Copies of a large line or value that a stream command holds at its peak. */
    private static final int COPIES = 16;

    private static final long LEAST_MIB = 512;

    private Heap() {}

    /** The most heap that this process may use, MiB. */
    public static long mib() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }

    /** Advice for work on a line or value of a known size, or 0: at least twice the heap of now. */
    public static String advice(long bytes) {
        long wanted = Math.max(LEAST_MIB, bytes * COPIES >> 20);
        while (wanted <= mib()) {
            wanted *= 2;
        }
        return "set METASH_HEAP=" + wanted + "m and try again";
    }
}
