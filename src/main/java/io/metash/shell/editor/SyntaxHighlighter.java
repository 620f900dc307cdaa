package io.metash.shell.editor;

import io.metash.command.completion.LineGrammar;
import io.metash.command.completion.LineGrammar.Role;
import io.metash.output.Style;
import io.metash.shell.script.CommandSplitter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.impl.DefaultHighlighter;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Styles each word of the line by its meaning, and shows the suggested continuation from history. */
final class SyntaxHighlighter extends DefaultHighlighter {
    private final LineGrammar grammar;
    private final HistorySuggestion suggestion;
    private final boolean colored;
    private final Map<Style, AttributedStyle> styles = new EnumMap<>(Style.class);

    SyntaxHighlighter(LineGrammar grammar, HistorySuggestion suggestion, boolean colored) {
        this.grammar = grammar;
        this.suggestion = suggestion;
        this.colored = colored;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder out = new AttributedStringBuilder();
        out.append(painted(reader, buffer));
        if (((ShellLineReader) reader).interrupted()) {
            out.append("^C");
        } else if (colored && reader.isReading() && reader.getSearchTerm() == null) {
            out.append(suggestion.after(reader), AttributedStyle.DEFAULT.faint());
        }
        return out.toAttributedString();
    }

    private AttributedString painted(LineReader reader, String buffer) {
        AttributedString plain = super.highlight(reader, buffer);
        if (!colored || plain.length() != buffer.length()) {
            // Characters displayed in another form shift the positions of the words.
            return plain;
        }
        AttributedStyle[] painted = new AttributedStyle[buffer.length()];
        int cursor = reader.getBuffer().cursor();
        for (CommandSplitter.Command command : CommandSplitter.typed(buffer)) {
            paint(command, buffer, cursor, painted);
        }
        AttributedStringBuilder out = new AttributedStringBuilder();
        for (int i = 0; i < buffer.length(); i++) {
            AttributedStyle below = plain.styleAt(i);
            boolean marked = !below.equals(AttributedStyle.DEFAULT);
            out.style(marked || painted[i] == null ? below : painted[i]).append(buffer.charAt(i));
        }
        return out.toAttributedString();
    }

    private void paint(CommandSplitter.Command command, String buffer, int cursor, AttributedStyle[] painted) {
        List<Role> roles = grammar.roles(command.texts());
        for (int i = 0; i < roles.size(); i++) {
            CommandSplitter.Word word = command.words().get(i);
            boolean typing = word.end() == cursor;
            Style style = style(roles.get(i), typing, buffer.charAt(word.start()));
            for (int at = word.start(); style != null && at < Math.min(word.end(), painted.length); at++) {
                painted[at] = of(style);
            }
        }
    }

    private static @Nullable Style style(Role role, boolean typing, char first) {
        return switch (role) {
            case COMMAND -> Style.COMMAND;
            case DESTRUCTIVE -> Style.BAD;
            case UNKNOWN -> Style.UNKNOWN;
            case UNFINISHED -> typing ? null : Style.UNKNOWN;
            case OPTION -> Style.OPTION;
            case KEY -> Style.KEY;
            case SESSION -> Style.SESSION;
            case VALUE -> first == '"' || first == '\'' ? Style.QUOTED : null;
        };
    }

    private AttributedStyle of(Style style) {
        return styles.computeIfAbsent(
                style, s -> AttributedString.fromAnsi(s.on("x", true)).styleAt(0));
    }

    /** The words of the command at the cursor; the last one is incomplete. */
    static List<String> atCursor(String upToCursor) {
        List<String> words = new ArrayList<>();
        List<CommandSplitter.Word> found = CommandSplitter.last(upToCursor);
        found.forEach(word -> words.add(word.text()));
        if (!words.isEmpty() && found.get(found.size() - 1).end() < upToCursor.length()) {
            words.add("");
        }
        return words;
    }
}
