package io.metash.catalog;

/** Which text is readable as it is. */
final class PlainText {
    private PlainText() {}

    /** Whether a text has no control characters but tabs and line ends, and nothing that is not assigned. */
    static boolean isPrintable(String text) {
        return text.codePoints()
                .allMatch(c -> (!Character.isISOControl(c) || c == '\n' || c == '\t')
                        && Character.getType(c) != Character.UNASSIGNED);
    }
}
