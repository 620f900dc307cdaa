package io.metash.output;

/** Draws a bar for a share of a whole. */
public final class ShareBar {
    private static final String EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589";

    private ShareBar() {}

    /** A bar for a part of a whole; any part above zero has a visible mark. */
    public static String of(long part, long whole, int columns, boolean unicode) {
        if (part <= 0 || whole <= 0 || columns <= 0) {
            return "";
        }
        double share = Math.min(1, (double) part / whole);
        if (!unicode) {
            return "#".repeat(Math.max(1, (int) Math.round(share * columns)));
        }
        int eighths = Math.max(1, (int) Math.round(share * columns * 8));
        String rest = "";
        if (eighths % 8 != 0) {
            rest = EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        }
        return "\u2588".repeat(eighths / 8) + rest;
    }
}
