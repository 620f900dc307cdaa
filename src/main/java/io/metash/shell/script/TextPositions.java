package io.metash.shell.script;

/** Lines and columns of positions in a text, starting at 1. Queried in about ascending order, so lines are counted once. */
final class TextPositions {
    private final String text;
    private int lineNumber = 1;
    private int lineStart;
    private int counted;

    TextPositions(String text) {
        this.text = text;
    }

    int line(int place) {
        if (place < lineStart) {
            lineNumber = 1;
            lineStart = 0;
            counted = 0;
        }
        while (counted < place) {
            if (text.charAt(counted++) == '\n') {
                lineNumber++;
                lineStart = counted;
            }
        }
        return lineNumber;
    }

    int column(int place) {
        line(place);
        return place - lineStart + 1;
    }
}
