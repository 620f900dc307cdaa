package io.metash.shell.editor;

import io.metash.output.CommandWord;
import io.metash.record.Failure;
import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.WordPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Splits lines into words for JLine by the rules of the interpreter. */
public final class LineParser implements Parser {
    private final Supplier<Map<String, String>> variables;

    /** Creates a parser without variables. */
    public LineParser() {
        this(Map::of);
    }

    /** Creates a parser that expands variables in words to complete. */
    public LineParser(Supplier<Map<String, String>> variables) {
        this.variables = variables;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE) {
            try {
                CommandSplitter.parse(line, "line");
            } catch (CommandSplitter.Unfinished unfinished) {
                throw new EOFError(-1, -1, "the line continues");
            } catch (Failure e) {
                return new Line(line, cursor, List.of());
            }
        }
        List<CommandSplitter.Word> program = ProgramWords.of(line.substring(0, cursor));
        if (!program.isEmpty()) {
            return new Line(line, cursor, program);
        }
        return new Line(
                line,
                cursor,
                CommandSplitter.last(line.substring(0, cursor)).stream()
                        .map(this::filled)
                        .toList());
    }

    private CommandSplitter.Word filled(CommandSplitter.Word word) {
        if (word.fixed()) {
            return word;
        }
        Map<String, String> set = variables.get();
        StringBuilder text = new StringBuilder();
        for (WordPart part : word.parts()) {
            if (part instanceof WordPart.Variable variable) {
                String value = set.get(variable.name());
                if (value == null) {
                    return word;
                }
                text.append(value);
            } else {
                text.append(((WordPart.Text) part).text());
            }
        }
        return new CommandSplitter.Word(text.toString(), word.start(), word.end(), word.parts());
    }

    /** A parsed line for JLine; the word at the cursor ends at the cursor. */
    record Line(String line, int cursor, List<CommandSplitter.Word> found) implements CompletingParsedLine {
        private boolean insideWord() {
            return !found.isEmpty() && found.get(found.size() - 1).end() == cursor;
        }

        @Override
        public String word() {
            if (insideWord()) {
                return found.get(found.size() - 1).text();
            }
            return "";
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            if (insideWord()) {
                return found.size() - 1;
            }
            return found.size();
        }

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>(
                    found.stream().map(CommandSplitter.Word::text).toList());
            if (!insideWord()) {
                words.add("");
            }
            return words;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String quoted = CommandWord.quote(candidate.toString());
            boolean open = !complete && (quoted.endsWith("\"") || quoted.endsWith("'"));
            if (open) {
                return quoted.substring(0, quoted.length() - 1);
            }
            return quoted;
        }

        @Override
        public int rawWordCursor() {
            return rawWordLength();
        }

        @Override
        public int rawWordLength() {
            if (!insideWord()) {
                return 0;
            }
            CommandSplitter.Word last = found.get(found.size() - 1);
            return last.end() - last.start();
        }
    }
}
