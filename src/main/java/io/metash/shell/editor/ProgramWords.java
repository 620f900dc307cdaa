package io.metash.shell.editor;

import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.CommandSplitter.Command;
import io.metash.shell.script.CommandSplitter.Word;
import io.metash.shell.script.Redirect;
import io.metash.shell.script.WordPart;
import java.util.ArrayList;
import java.util.List;

/** Parses the words of an external program after {@code !} or {@code |}, up to the cursor, for completion. */
final class ProgramWords {
    /** Operators after which the system's shell expects a program. */
    private static final List<String> BEFORE_PROGRAMS = List.of("|", "||", "&&", ";", "&");

    private ProgramWords() {}

    /** The operator and the words of the last program in the text; empty if the text ends in a metash command. */
    static List<Word> of(String text) {
        List<Command> commands = CommandSplitter.typed(text);
        Redirect redirect = null;
        if (!commands.isEmpty()) {
            redirect = commands.get(commands.size() - 1).redirect();
        }
        if (redirect == null || redirect.program() == null || !text.endsWith(redirect.program())) {
            return List.of();
        }
        int from = text.length() - redirect.program().length();
        List<Word> words = new ArrayList<>(List.of(word("!", from, from)));
        int at = from;
        while (at < text.length()) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                String one = text.substring(at, end);
                if (BEFORE_PROGRAMS.contains(one)) {
                    words = new ArrayList<>(List.of(word("!", at, at)));
                } else {
                    words.add(word(one, at, end));
                }
            }
            at = end;
        }
        return words;
    }

    private static Word word(String text, int start, int end) {
        return new Word(text, start, end, List.of(new WordPart.Text(text)));
    }
}
