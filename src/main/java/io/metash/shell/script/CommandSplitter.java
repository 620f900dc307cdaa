package io.metash.shell.script;

import io.metash.output.CommandWord;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits text into commands and words; {@code src/docs/script.md} has the grammar on one page. A command ends at a line
 * end, a semicolon or {@code ||}; {@code #} at the start of a word begins a comment. {@code 'single quotes'} keep all
 * characters; in {@code "double quotes"} and outside, {@code $name} is a variable and a backslash quotes the next
 * character or starts an escape, {@code \n \t \r \xHH \}{@code u{HEX}}, as in printed keys; {@code $'...'} is read as
 * bash reads it.
 */
public final class CommandSplitter {
    private final String text;
    private final String name;
    private final TextPositions places;
    private final List<Command> commands = new ArrayList<>();
    private final List<OpenHereDocument> waiting = new ArrayList<>();
    private List<Word> words = new ArrayList<>();
    private @Nullable Redirect redirect;
    private @Nullable DataInput input;
    private boolean otherwise;
    private int start = -1;
    private int at;

    /**
     * A word.
     *
     * @param text its text with quotes and escapes resolved; variables stay unexpanded
     * @param start its start offset in the text
     * @param end its end offset, exclusive
     * @param parts its parts
     */
    public record Word(String text, int start, int end, List<WordPart> parts) {
        /** Whether the word has no variables. */
        public boolean fixed() {
            return parts.stream().allMatch(part -> part instanceof WordPart.Text);
        }

        /** A word without variables. */
        public static Word of(String text) {
            return new Word(text, 0, text.length(), List.of(new WordPart.Text(text)));
        }
    }

    /**
     * A command.
     *
     * @param words its words; empty if only a program runs
     * @param redirect the redirection of its data, or null
     * @param input its input, or null
     * @param otherwise whether it runs only if the previous command failed ({@code ||})
     * @param line the line it starts in, 1 and up
     * @param column the column of its first word, 1 and up
     */
    public record Command(
            List<Word> words,
            @Nullable Redirect redirect,
            @Nullable DataInput input,
            boolean otherwise,
            int line,
            int column) {
        /** This command with other input. */
        Command withInput(DataInput other) {
            return new Command(words, redirect, other, otherwise, line, column);
        }

        /** Whether this is an external program rather than a metash command. */
        public boolean isProgram() {
            return redirect != null && redirect.kind() == Redirect.Kind.PROGRAM;
        }

        /** Whether its failure is ignored, since {@code try} precedes it. */
        public boolean tried() {
            return !words.isEmpty()
                    && words.get(0).text().equals("try")
                    && (isProgram() || (words.size() > 1 && !words.get(1).text().matches("-h|--help")));
        }

        public List<String> texts() {
            return words.stream().map(Word::text).toList();
        }
    }

    /** A here-document whose lines follow the current line. */
    private record OpenHereDocument(int command, String mark, boolean fixed, int place) {}

    /** The text ends inside quotes, after a backslash, or in a here-document: more lines are needed. */
    public static final class Unfinished extends Exception {
        private static final long serialVersionUID = 1;
        private final transient CommandSplitter words;
        private final Unclosed inside;
        private final int line;
        private final int column;

        Unfinished(CommandSplitter words, Unclosed inside, String mark, int line, int column) {
            super(inside.words() + mark);
            this.inside = inside;
            this.words = words;
            this.line = line;
            this.column = column;
        }

        /** The words so far; the last one is incomplete. */
        List<Word> soFar() {
            return words.words;
        }

        /** Converts to a failure, for a text that has no more lines. */
        public Failure failure(String name) {
            return Failure.of(ExitStatus.USAGE, "the script ends inside " + getMessage())
                    .at(name + ":" + line + ":" + column)
                    .next(inside.advice());
        }
    }

    private CommandSplitter(String text, String name) {
        this.text = text;
        this.name = name;
        this.places = new TextPositions(text);
    }

    /** Parses all commands of a text; {@code name} is the name of the text in errors. */
    public static List<Command> parse(String text, String name) throws Unfinished {
        CommandSplitter words = new CommandSplitter(text, name);
        words.all();
        if (words.otherwise && words.isEmpty()) {
            throw new Unfinished(
                    words, Unclosed.ALTERNATIVE, "", words.line(text.length()), words.column(text.length()));
        }
        words.endCommand(false);
        words.hereDocuments();
        return words.commands;
    }

    /**
     * The words of the last, possibly incomplete, command of a text, for completion. After {@code >} and {@code <},
     * returns the sign and the file name; after a pipe, nothing.
     */
    public static List<Word> last(String text) {
        CommandSplitter words = new CommandSplitter(text, "line");
        try {
            words.all();
        } catch (Unfinished unfinished) {
            return unfinished.soFar();
        } catch (Failure e) {
            return words.words;
        }
        return words.words;
    }

    /** Parses the commands of an incomplete text, up to the first syntax error; the last command may be incomplete. */
    public static List<Command> typed(String text) {
        CommandSplitter words = new CommandSplitter(text, "line");
        try {
            words.all();
        } catch (Unfinished | Failure e) {
            // The words before are returned anyway.
        }
        try {
            words.endCommand(false);
        } catch (Failure incomplete) {
            // The commands before are returned anyway.
        }
        return words.commands;
    }

    private void all() throws Unfinished {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                // After || the command may follow on the next line.
                if (!otherwise || !isEmpty()) {
                    endCommand(false);
                }
                at++;
                hereDocuments();
            } else if (c == ';') {
                endCommand(false);
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\ufeff') {
                at++;
            } else if (c == '#') {
                at = lineEnd();
            } else if (text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at)) {
                at = text.indexOf('\n', at) + 1;
            } else {
                if (start < 0) {
                    start = at;
                }
                sign(c);
            }
        }
    }

    private void sign(char c) throws Unfinished {
        boolean first =
                words.isEmpty() || (words.size() == 1 && words.get(0).text().equals("try"));
        if (c == '!' && first && redirect == null && input == null) {
            program(Redirect.Kind.PROGRAM, 1);
        } else if (text.startsWith("||", at)) {
            if (words.isEmpty()) {
                throw wrong(at, "a command is missing before ||", "CMD || CMD");
            }
            at += 2;
            endCommand(true);
        } else if (c == '|') {
            if (words.isEmpty()) {
                throw wrong(at, "a command is missing before |", "CMD | PROGRAM");
            }
            if (redirect != null) {
                throw wrong(at, "the output already goes to a file", "CMD > FILE, or CMD | PROGRAM");
            }
            program(Redirect.Kind.PIPE, 1);
        } else if (c == '>') {
            boolean append = text.startsWith(">>", at);
            int place = at;
            Word file = file(append ? ">>" : ">");
            if (redirect != null) {
                throw wrong(place, "the output already goes to a file", "CMD > FILE");
            }
            redirect = new Redirect(
                    append ? Redirect.Kind.APPEND : Redirect.Kind.WRITE, file, null, line(place), column(place));
        } else if (c == '<') {
            int place = at;
            if (input != null) {
                throw wrong(place, "the input already has a source", "CMD < FILE");
            }
            if (text.startsWith("<<", at)) {
                hereDocument();
            } else {
                input = new DataInput(file("<"), null, null);
            }
        } else {
            words.add(word());
        }
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end;
    }

    /** The text after {@code |} or {@code !} up to the line end is passed to the system's shell unchanged. */
    private void program(Redirect.Kind kind, int sign) throws Unfinished {
        int place = at;
        at += sign;
        int from = at;
        at = lineEnd();
        while (isContinued(from)) {
            if (at >= text.length()) {
                throw new Unfinished(this, Unclosed.LINE, "", line(place), column(place));
            }
            at++;
            at = lineEnd();
        }
        String program = text.substring(from, at).stripLeading();
        if (program.isBlank()) {
            throw wrong(place, "a program is missing after " + (kind == Redirect.Kind.PIPE ? "|" : "!"), "CMD | less");
        }
        redirect = new Redirect(kind, null, program, line(place), column(place));
        if (at >= text.length()) {
            // No completion here: the words belong to the system's shell.
            endCommand(false);
        }
    }

    /** Whether the line ends in an unescaped backslash. */
    private boolean isContinued(int from) {
        int slashes = 0;
        while (at - slashes > from && text.charAt(at - slashes - 1) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private boolean isEmpty() {
        return words.isEmpty() && fileAtEnd == null && redirect == null && input == null;
    }

    /** The file name after a sign; while it is being typed, it is the last word of the line. */
    private Word file(String sign) throws Unfinished {
        int place = at;
        at += sign.length();
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        List<Word> command = words;
        words = new ArrayList<>(List.of(Word.of(sign)));
        if (at >= text.length() || "\r\n;#|<>".indexOf(text.charAt(at)) >= 0) {
            throw wrong(place, "a file is missing after " + sign, "CMD " + sign + " FILE");
        }
        Word file = word();
        if (at < text.length()) {
            words = command;
        } else {
            fileAtEnd = command;
            words.add(file);
        }
        return file;
    }

    /** The words of the command with the redirection at the end of the text. */
    private @Nullable List<Word> fileAtEnd;

    private void hereDocument() throws Unfinished {
        int place = at;
        at += 2;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int from = at;
        if (at >= text.length() || " \t\r\n;|<>#".indexOf(text.charAt(at)) >= 0) {
            throw wrong(place, "a delimiter is missing after <<", "CMD <<END, lines, END");
        }
        Word mark = word();
        boolean fixed = text.charAt(from) == '\'' || text.charAt(from) == '"';
        boolean plain = mark.fixed() && (fixed || CommandWord.quote(mark.text()).equals(mark.text()));
        if (!plain || mark.text().isEmpty() || mark.text().indexOf('\n') >= 0) {
            throw wrong(place, "this cannot be a delimiter", "CMD <<END, lines, END");
        }
        input = new DataInput(null, null, mark.text());
        waiting.add(new OpenHereDocument(commands.size(), mark.text(), fixed, place));
    }

    /** Reads the lines of the here-documents of the previous line. */
    private void hereDocuments() throws Unfinished {
        for (OpenHereDocument one : waiting) {
            StringBuilder lines = new StringBuilder();
            while (true) {
                if (at >= text.length()) {
                    throw new Unfinished(this, Unclosed.HERE_DOCUMENT, one.mark, line(one.place), column(one.place));
                }
                int end = lineEnd();
                String line = text.substring(at, end);
                at = Math.min(end + 1, text.length());
                if (line.equals(one.mark)) {
                    break;
                }
                lines.append(line).append('\n');
            }
            String text = lines.toString();
            Word word;
            if (one.fixed) {
                word = Word.of(text);
            } else {
                word = new Variables(text, this::badVariable).word();
            }
            DataInput body = new DataInput(null, word, one.mark);
            commands.set(one.command, commands.get(one.command).withInput(body));
        }
        waiting.clear();
    }

    private void endCommand(boolean next) {
        if (isEmpty()) {
            if (otherwise) {
                throw wrong(Math.min(at, text.length()), "a command is missing after ||", "CMD || CMD");
            }
            start = -1;
            return;
        }
        List<Word> of = words;
        if (fileAtEnd != null) {
            of = fileAtEnd;
        }
        if (of.isEmpty() && (redirect == null || redirect.kind() != Redirect.Kind.PROGRAM)) {
            throw wrong(start, "a command is missing", "CMD > FILE");
        }
        commands.add(new Command(of, redirect, input, otherwise, line(start), column(start)));
        words = new ArrayList<>();
        fileAtEnd = null;
        redirect = null;
        input = null;
        otherwise = next;
        start = -1;
    }

    private Word word() throws Unfinished {
        int from = at;
        WordReader reader = new WordReader(text, at, this::wrong);
        Word word = reader.word();
        at = reader.at();
        if (reader.open() != null) {
            words.add(word);
            throw new Unfinished(this, reader.open(), "", line(from), column(from));
        }
        return word;
    }

    private Failure badVariable(String what) {
        return wrong(Math.min(at, text.length()), what, WordReader.ABOUT_VARIABLES);
    }

    private Failure wrong(int place, String what, String next) {
        return Failure.of(ExitStatus.USAGE, what)
                .at(name + ":" + line(place) + ":" + column(place))
                .next(next);
    }

    private int line(int place) {
        return places.line(place);
    }

    private int column(int place) {
        return places.column(place);
    }
}
