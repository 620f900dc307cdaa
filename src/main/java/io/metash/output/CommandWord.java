package io.metash.output;

import io.metash.record.Bytes;

/** Quotes words so that the shell of metash reads them back; {@code src/docs/script.md} has its grammar. */
public final class CommandWord {
    private CommandWord() {}

    /**
     * A word that parses back to this text, in quotes only where they are needed: single quotes where double quotes would
     * need a backslash, double quotes elsewhere.
     */
    public static String quote(String word) {
        boolean printable = isPrintable(word);
        boolean plain = printable
                && !word.isEmpty()
                && word.chars().allMatch(c -> c > ' ' && "'\"\\;#$|<>".indexOf(c) < 0)
                && word.charAt(0) != '!'
                && !word.startsWith("~/");
        if (plain) {
            return word;
        }
        boolean escapes = word.chars().anyMatch(c -> "\"\\$".indexOf(c) >= 0);
        if (printable && escapes && word.indexOf('\'') < 0) {
            return "'" + word + "'";
        }
        return '"' + inQuotes(word) + '"';
    }

    /** A key as one word. */
    public static String quote(Bytes key) {
        return quote(key.text());
    }

    /** A text inside double quotes. */
    public static String inQuotes(String text) {
        StringBuilder out = new StringBuilder();
        String printable = Printable.text(text);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            if (c == '"' || c == '$') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    private static boolean isPrintable(String word) {
        return word.codePoints().allMatch(c -> c == '\\' || Printable.isPlain(c));
    }
}
