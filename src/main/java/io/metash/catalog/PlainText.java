package io.metash.catalog;

/** Detects printable text. */
final class PlainText {
    private PlainText() {}

    /** Whether a text has no control characters other than tabs and line ends, and no unassigned code points. */
    static boolean isPrintable(String text) {
        return text.codePoints()
                .allMatch(c -> (!Character.isISOControl(c) || c == '\n' || c == '\t')
                        && Character.getType(c) != Character.UNASSIGNED);
    }
}
