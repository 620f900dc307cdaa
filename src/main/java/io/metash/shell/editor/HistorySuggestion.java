package io.metash.shell.editor;

import io.metash.command.completion.LineGrammar;
import io.metash.shell.script.CommandSplitter;
import java.util.List;
import org.jline.reader.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * Suggests the rest of an earlier line with the same beginning. Lines that change persistent data are never suggested.
 */
final class HistorySuggestion {
    private final LineGrammar grammar;
    private final LineHistory history;
    private @Nullable String lookedFor;
    private int lookedAt;
    private String found = "";

    HistorySuggestion(LineGrammar grammar, LineHistory history) {
        this.grammar = grammar;
        this.history = history;
    }

    /** The rest of that line; empty if there is none or the cursor is not at the end. */
    String after(LineReader reader) {
        String line = reader.getBuffer().toString();
        if (reader.getBuffer().cursor() == line.length()) {
            return after(line);
        }
        return "";
    }

    private String after(String line) {
        if (line.isBlank() || line.charAt(0) == ' ') {
            return "";
        }
        if (!line.equals(lookedFor) || lookedAt != history.last()) {
            lookedFor = line;
            lookedAt = history.last();
            found = find(line);
        }
        return found;
    }

    private String find(String line) {
        var entries = history.reverseIterator(history.last());
        while (entries.hasNext()) {
            String before = entries.next().line();
            if (before.length() > line.length()
                    && before.startsWith(line)
                    && before.indexOf('\n') < 0
                    && CommandSplitter.typed(before).stream().noneMatch(command -> destroys(command.texts()))) {
                return before.substring(line.length());
            }
        }
        return "";
    }

    private boolean destroys(List<String> words) {
        return words.stream().anyMatch(grammar::destroys);
    }
}
