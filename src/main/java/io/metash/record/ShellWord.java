package io.metash.record;

import java.nio.charset.StandardCharsets;

/**
 * Quotes words of suggested commands so that a POSIX shell and the shell of metash read each as one word. Words with
 * control characters take the form {@code $'...'}, which bash, zsh and metash read.
 */
public final class ShellWord {
    private ShellWord() {}

    /** A path, name or address as one word. */
    public static String of(Object word) {
        String text = String.valueOf(word);
        if (text.matches("[A-Za-z0-9_./:=@%+,-]+") && !text.startsWith("-")) {
            return text;
        }
        if (text.codePoints().allMatch(ShellWord::isPrintable)) {
            // Guard a leading hyphen, so that a file is not mistaken for an option.
            String file = text;
            if (text.startsWith("-")) {
                file = "./" + text;
            }
            // No backslash: messages escape backslashes.
            return "'" + file.replace("'", "'\"'\"'") + "'";
        }
        StringBuilder out = new StringBuilder("$'");
        text.codePoints().forEach(c -> {
            // The history of an interactive shell takes \' for the end of the quotes, and finds ! after it.
            if (c == '\'' || c == '!' || !isPrintable(c)) {
                for (byte one : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format("\\x%02x", one));
                }
            } else if (c == '\\') {
                out.append("\\\\");
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('\'').toString();
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return c >= ' '
                && c != 0x7f
                && type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
