package io.metash.command;

import io.metash.record.ShellWord;

/** Commands in advice, as they are typed where the reader is. */
public final class Advice {
    private Advice() {}

    /** In the shell as it is; outside with the program's name before it. */
    public static String command(CommandContext context, String words) {
        return context.interactive() ? words : "metash " + words;
    }

    /** A word, in quotes where it needs them. */
    public static String word(String text) {
        return ShellWord.of(text);
    }
}
