package io.metash.raftdir.rotbl;

/** Computes the checksum of concatenated data from the checksums of its parts, for blocks whose head is known last. */
final class Crc32Combine {
    private static final int POLYNOMIAL = 0xEDB88320;

    private Crc32Combine() {}

    /** CRC-32 of A followed by B, from CRC-32 of A, of B, and the length of B in bytes. */
    static long combine(long crcA, long crcB, long lengthB) {
        int[] power = new int[32];
        power[0] = POLYNOMIAL;
        for (int i = 1; i < 32; i++) {
            power[i] = 1 << (i - 1);
        }
        int[] even = square(power);
        int[] odd = square(even);
        int crc = (int) crcA;
        for (long left = lengthB; left != 0; ) {
            even = square(odd);
            if ((left & 1) != 0) {
                crc = times(even, crc);
            }
            left >>>= 1;
            odd = even;
        }
        return (crc ^ (int) crcB) & 0xffff_ffffL;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int i = 0, rest = vector; rest != 0; i++, rest >>>= 1) {
            if ((rest & 1) != 0) {
                sum ^= matrix[i];
            }
        }
        return sum;
    }

    private static int[] square(int[] matrix) {
        int[] squared = new int[32];
        for (int i = 0; i < 32; i++) {
            squared[i] = times(matrix, matrix[i]);
        }
        return squared;
    }
}
