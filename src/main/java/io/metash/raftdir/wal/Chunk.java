package io.metash.raftdir.wal;

import io.metash.record.U64;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A file of the log, named by the offset of its first byte in the whole log (raft-dir-v004 §1.2, §2.1).
 *
 * @param start that offset, bytes, u64
 * @param file the file
 * @param size its size when the log was opened, bytes
 */
public record Chunk(long start, Path file, long size) {
    private static final String PREFIX = "r-";
    private static final String SUFFIX = ".wal";
    private static final int DIGITS = 20;
    private static final int GROUPED = 26;

    /** The file name of a chunk: twenty digits, grouped in threes from the right. */
    static String name(long start) {
        String digits = "0".repeat(DIGITS - U64.text(start).length()) + U64.text(start);
        return PREFIX + grouped(digits) + SUFFIX;
    }

    private static String grouped(String digits) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append('_');
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }

    /** Returns the offset in a file name; empty when it is not a chunk name. */
    static OptionalLong start(String name) {
        if (!name.startsWith(PREFIX)
                || !name.endsWith(SUFFIX)
                || name.length() != PREFIX.length() + GROUPED + SUFFIX.length()) {
            return OptionalLong.empty();
        }
        String digits =
                name.substring(PREFIX.length(), PREFIX.length() + GROUPED).replaceAll("[^0-9]", "");
        if (digits.length() != DIGITS) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(U64.parse(digits));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** The name of a chunk in a dump. */
    String label() {
        String name = name(start);
        return "ChunkId(" + name.substring(PREFIX.length(), name.length() - SUFFIX.length()) + ")";
    }
}
