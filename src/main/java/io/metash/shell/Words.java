package io.metash.shell;

import io.metash.record.Failure;
import io.metash.record.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into commands and these into words. A command ends at a line end or a semicolon; {@code #} at the start of a word
 * begins a comment. {@code 'single quotes'} keep everything; in {@code "double quotes"} and outside a backslash takes the next
 * character as it is, or as in {@code \n \t \r \xHH \}{@code u{HEX}}: the forms in which keys are printed.
 */
final class Words {
    private final String text;
    private final String name;
    private final List<Command> commands = new ArrayList<>();
    private List<Word> words = new ArrayList<>();
    private int at;

    /**
     * A word.
     *
     * @param text what it says, quotes and escapes resolved
     * @param start where it starts in the text
     * @param end where it ends, exclusive
     */
    record Word(String text, int start, int end) {}

    /**
     * A command.
     *
     * @param words at least one word
     * @param line the line it starts in, 1 and up
     * @param column the column of its first word, 1 and up
     */
    record Command(List<Word> words, int line, int column) {
        List<String> texts() {
            return words.stream().map(Word::text).toList();
        }
    }

    /** The text ends inside quotes or after a backslash: more lines are needed. */
    static final class Unfinished extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Words words;

        Unfinished(Words words) {
            super("the text ends inside quotes");
            this.words = words;
        }

        /** The words so far; the unfinished one is the last. */
        List<Word> soFar() {
            return words.words;
        }
    }

    private Words(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /** All commands of a text; {@code name} is what errors call it. */
    static List<Command> parse(String text, String name) throws Unfinished {
        Words words = new Words(text, name);
        words.run();
        return words.commands;
    }

    /** The words of the last, perhaps unfinished, command of a text: what completion looks at. */
    static List<Word> last(String text) {
        Words words = new Words(text, "line");
        try {
            words.all();
        } catch (Unfinished unfinished) {
            return unfinished.soFar();
        } catch (Failure badEscape) {
            return words.words;
        }
        return words.words;
    }

    private void run() throws Unfinished {
        all();
        endCommand();
    }

    private void all() throws Unfinished {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == ';') {
                endCommand();
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\ufeff') {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at)) {
                at = text.indexOf('\n', at) + 1;
            } else {
                word();
            }
        }
    }

    private void endCommand() {
        if (!words.isEmpty()) {
            int start = words.get(0).start();
            int line = 1
                    + (int) text.substring(0, start)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            commands.add(new Command(words, line, start - text.lastIndexOf('\n', start - 1)));
            words = new ArrayList<>();
        }
    }

    private void word() throws Unfinished {
        int start = at;
        StringBuilder out = new StringBuilder();
        if (text.startsWith("~/", at)) {
            out.append(System.getProperty("user.home"));
            at++;
        }
        while (at < text.length() && " \t\r\n;".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            if (c == '\'') {
                single(out, start);
            } else if (c == '"') {
                quoted(out, start);
            } else if (c == '\\') {
                escape(out, start);
            } else {
                out.append(c);
            }
        }
        words.add(new Word(out.toString(), start, at));
    }

    private void single(StringBuilder out, int start) throws Unfinished {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            out.append(text, at, text.length());
            unfinished(out, start);
        }
        out.append(text, at, end);
        at = end + 1;
    }

    private void quoted(StringBuilder out, int start) throws Unfinished {
        while (true) {
            if (at >= text.length()) {
                unfinished(out, start);
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape(out, start);
            } else {
                out.append(c);
            }
        }
    }

    private void unfinished(StringBuilder out, int start) throws Unfinished {
        at = text.length();
        words.add(new Word(out.toString(), start, at));
        throw new Unfinished(this);
    }

    private void escape(StringBuilder out, int start) throws Unfinished {
        if (at >= text.length()) {
            unfinished(out, start);
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'x' -> hex(out, at, at + 2);
            case 'u' -> {
                int close = text.indexOf('}', at);
                if (at >= text.length() || text.charAt(at) != '{' || close < 0) {
                    throw badEscape();
                }
                hex(out, at + 1, close);
                at = close + 1;
            }
            case '\n' -> {
                // A line that goes on: the break is no part of the word.
            }
            default -> out.append(c);
        }
    }

    private void hex(StringBuilder out, int from, int to) {
        try {
            int code = Integer.parseInt(text.substring(from, to), 16);
            if (!Character.isValidCodePoint(code)) {
                throw badEscape();
            }
            out.appendCodePoint(code);
            at = to;
        } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
            throw badEscape();
        }
    }

    private Failure badEscape() {
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return Failure.of(Status.USAGE, "this escape is not understood")
                .at(name + ":" + line)
                .because("a backslash is followed by n, t, r, xHH, u{HEX} or the character that is meant")
                .next("put the word into 'single quotes' to keep backslashes");
    }

    /** A word that parses back to this text, in quotes only where they are needed. */
    static String quote(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().allMatch(c -> c > ' ' && c != 0x7f && "'\"\\;#".indexOf(c) < 0)
                && io.metash.command.Printable.text(word).equals(word);
        if (plain) {
            return word;
        }
        StringBuilder out = new StringBuilder("\"");
        String printable = io.metash.command.Printable.text(word);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            if (c == '"') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
