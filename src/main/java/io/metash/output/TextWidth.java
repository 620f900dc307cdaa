package io.metash.output;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures text in terminal columns, and cuts it between grapheme clusters. */
public final class TextWidth {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** First and last code points of ranges that are two columns wide (East Asian wide and full-width, and emoji). */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615,
        0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5,
        0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd,
        0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757,
        0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e,
        0x3041, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff00, 0xff60,
        0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2fb, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e,
        0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca,
        0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc,
        0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4,
        0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df,
        0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb, 0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945,
        0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000, 0x3fffd
    };

    private TextWidth() {}

    /** The number of columns of a text without control characters. */
    public static int of(String text) {
        if (isAscii(text)) {
            return text.length();
        }
        return sum(text);
    }

    /** Cuts a text to at most {@code columns} columns; a cut text ends in the mark. */
    public static String cut(String text, int columns, String mark) {
        if (text.length() <= columns && isAscii(text) || of(text) <= columns) {
            return text;
        }
        int left = columns - of(mark);
        if (left < 0) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            left -= sum(clusters.group());
            if (left < 0) {
                break;
            }
            out.append(clusters.group());
        }
        return out.append(mark).toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The sum over code points, like wcwidth and most terminals: combining marks add nothing. */
    private static int sum(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += ofCodePoint(text.codePointAt(i));
        }
        return width;
    }

    private static int ofCodePoint(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff)) {
            // Hangul vowels and final consonants join the letter before them.
            return 0;
        }
        int at = Arrays.binarySearch(WIDE, c);
        boolean wide = at >= 0 || (-at - 1) % 2 == 1;
        if (wide) {
            return 2;
        }
        return 1;
    }
}
