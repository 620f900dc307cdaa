package io.metash.output;

/** A bar that shows a share. */
public final class ShareBar {
    private static final String EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589";

    private ShareBar() {}

    /** A part of a whole; what is not nothing shows at least a trace. */
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
