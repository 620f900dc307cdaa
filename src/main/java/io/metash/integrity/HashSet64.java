package io.metash.integrity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A bounded set of byte strings, stored as 64-bit hashes. */
final class HashSet64 {
    private static final int MAX = 250_000;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long[] table = new long[1 << 10];
    private int size;
    private boolean full;

    void add(byte[] bytes) {
        long hash = hash(bytes);
        int at = find(hash);
        if (table[at] == hash || full) {
            return;
        }
        if (size == MAX) {
            full = true;
            return;
        }
        table[at] = hash;
        size++;
        if (size * 2 > table.length) {
            long[] old = table;
            table = new long[2 * old.length];
            for (long one : old) {
                if (one != 0) {
                    table[find(one)] = one;
                }
            }
        }
    }

    boolean has(byte[] bytes) {
        long hash = hash(bytes);
        return table[find(hash)] == hash;
    }

    /** Whether elements were dropped. */
    boolean full() {
        return full;
    }

    private int find(long hash) {
        int at = (int) (hash & table.length - 1);
        while (table[at] != 0 && table[at] != hash) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    /** Computes a 64-bit hash, eight bytes per step; never 0, which marks a free slot. */
    static long hash(byte[] bytes) {
        long hash = 0xcbf29ce484222325L ^ bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < bytes.length; at++) {
            hash = (hash ^ (bytes[at] & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
        if (hash == 0) {
            return 1;
        }
        return hash;
    }
}
