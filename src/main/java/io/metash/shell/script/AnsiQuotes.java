package io.metash.shell.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text of {@code $'...'} by the rules of bash: {@code \a \b \e \f \n \r \t \v}, {@code \xHH} and
 * {@code \NNN} for a byte of UTF-8, and code points of up to 4 and 8 digits after {@code u} and {@code U}. A
 * backslash keeps each other character, and stays itself unless that is a quote, a question mark or a backslash.
 */
final class AnsiQuotes {
    private static final String NAMES = "abefnrtvE";
    private static final byte[] CONTROLS = {7, 8, 27, 12, 10, 13, 9, 11, 27};

    private final String text;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;
    private boolean closed;

    /** Reads the quotes whose text begins at an offset. */
    AnsiQuotes(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** The position after the closing quote, or the end of the text. */
    int at() {
        return at;
    }

    /** Whether the closing quote was found. */
    boolean closed() {
        return closed;
    }

    String read() {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\'') {
                closed = true;
                break;
            }
            if (c == '\\' && at < text.length()) {
                escape();
            } else {
                append(c);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void escape() {
        char c = text.charAt(at);
        int control = NAMES.indexOf(c);
        if (control >= 0) {
            at++;
            out.write(CONTROLS[control]);
        } else if ("'\"?\\".indexOf(c) >= 0) {
            at++;
            out.write(c);
        } else if (Character.digit(c, 8) >= 0 && c < 0x80) {
            out.write(number(8, 3));
        } else if (c == 'x' && isDigit(at + 1, 16)) {
            at++;
            out.write(number(16, 2));
        } else if (c == 'u' && isDigit(at + 1, 16)) {
            at++;
            append(number(16, 4));
        } else if (c == 'U' && isDigit(at + 1, 16)) {
            at++;
            append(number(16, 8));
        } else {
            out.write('\\');
        }
    }

    private int number(int radix, int digits) {
        int value = 0;
        for (int end = at + digits; at < end && isDigit(at, radix); at++) {
            value = value * radix + Character.digit(text.charAt(at), radix);
        }
        return value;
    }

    private boolean isDigit(int place, int radix) {
        return place < text.length() && text.charAt(place) < 0x80 && Character.digit(text.charAt(place), radix) >= 0;
    }

    private void append(int code) {
        String character = "\ufffd";
        if (Character.isValidCodePoint(code)) {
            character = Character.toString(code);
        }
        out.writeBytes(character.getBytes(StandardCharsets.UTF_8));
    }
}
