package io.metash.record;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quotes words of suggested commands so that a POSIX shell and the shell of metash read each as one word. Words with
 * control characters take the form {@code $'...'}, which bash, zsh and metash read, but {@code /bin/sh} may not.
 */
public final class ShellWord {
    /** A quoted part of a command; the text of {@code $'...'} is the group. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|\\$'((?:[^'\\\\]|\\\\.)*)'");

    private static final Pattern BYTE = Pattern.compile("\\\\x(\\p{XDigit}{2})");
    private static final String LINE_END = "\\x0a";

    private ShellWord() {}

    /** A path, name or address as one word. */
    public static String of(Object word) {
        String text = String.valueOf(word);
        if (text.matches("[A-Za-z0-9_./:=@%+,-]+") && !text.startsWith("-")) {
            return text;
        }
        if (text.codePoints().allMatch(ShellWord::isPrintable)) {
            // No backslash: messages escape backslashes.
            return "'" + asFile(text).replace("'", "'\"'\"'") + "'";
        }
        StringBuilder out = new StringBuilder("$'");
        asFile(text).codePoints().forEach(c -> {
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

    /** Guards a leading hyphen, so that a file is not mistaken for an option. */
    private static String asFile(String text) {
        if (text.startsWith("-")) {
            return "./" + text;
        }
        return text;
    }

    /** A command whose words were quoted by {@link #of}, rewritten so that any POSIX shell reads it. */
    public static String posix(String command) {
        return QUOTED.matcher(command).replaceAll(part -> {
            String word = part.group();
            if (part.group(1) != null) {
                word = printed(part.group(1));
            }
            return Matcher.quoteReplacement(word);
        });
    }

    /** The text of {@code $'...'} as a call of printf. */
    private static String printed(String text) {
        String body = text;
        StringBuilder lineEnds = new StringBuilder();
        while (body.endsWith(LINE_END)) {
            body = body.substring(0, body.length() - LINE_END.length());
            // Shells remove line ends at the end of $(...); the third character of IFS is one.
            lineEnds.append("${IFS#??}");
        }
        String format = BYTE.matcher(body.replace("%", "%%"))
                .replaceAll(one -> String.format("\\\\%03o", Integer.parseInt(one.group(1), 16)));
        return "\"$(printf '" + format + "')" + lineEnds + '"';
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
