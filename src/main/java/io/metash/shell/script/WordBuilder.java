package io.metash.shell.script;

import java.util.ArrayList;
import java.util.List;

/** Builds a word from its parts. */
final class WordBuilder {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder whole = new StringBuilder();
    private final List<WordPart> parts = new ArrayList<>();

    void add(WordPart part) {
        if (part instanceof WordPart.Text plain) {
            text.append(plain.text());
            return;
        }
        flush();
        parts.add(part);
        whole.append(CommandQuoting.variable((WordPart.Variable) part));
    }

    void append(String more) {
        text.append(more);
    }

    void append(char more) {
        text.append(more);
    }

    void appendCodePoint(int code) {
        text.appendCodePoint(code);
    }

    private void flush() {
        if (text.length() > 0) {
            parts.add(new WordPart.Text(text.toString()));
            whole.append(text);
            text.setLength(0);
        }
    }

    CommandSplitter.Word word(int from, int to) {
        flush();
        if (parts.isEmpty()) {
            parts.add(new WordPart.Text(""));
        }
        return new CommandSplitter.Word(whole.toString(), from, to, List.copyOf(parts));
    }
}
