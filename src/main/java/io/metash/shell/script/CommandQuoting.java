package io.metash.shell.script;

import io.metash.output.CommandWord;
import java.util.List;
import java.util.Objects;

/** Formats commands so that they parse back to the same words. */
public final class CommandQuoting {
    private CommandQuoting() {}

    /** Formats a variable, with braces where its end would be ambiguous. */
    static String variable(WordPart.Variable variable) {
        if (variable.otherwise() == null) {
            return "${" + variable.name() + "}";
        }
        return "${" + variable.name() + ":-" + variable.otherwise() + "}";
    }

    /** Formats a word with its variables. */
    static String word(CommandSplitter.Word word) {
        if (word.fixed()) {
            return CommandWord.quote(word.text());
        }
        StringBuilder out = new StringBuilder("\"");
        for (WordPart part : word.parts()) {
            out.append(
                    part instanceof WordPart.Variable variable
                            ? variable(variable)
                            : CommandWord.inQuotes(((WordPart.Text) part).text()));
        }
        return out.append('"').toString();
    }

    /** Formats the lines of a here-document, with a backslash before text that would parse as a variable. */
    private static String lines(CommandSplitter.Word text) {
        StringBuilder out = new StringBuilder();
        for (WordPart part : text.parts()) {
            out.append(
                    part instanceof WordPart.Variable variable
                            ? variable(variable)
                            : ((WordPart.Text) part)
                                    .text()
                                    .replace("\\", "\\\\")
                                    .replace("$", "\\$"));
        }
        return out.toString();
    }

    /** Formats a command without a line end; here-documents add lines. */
    public static String command(CommandSplitter.Command command) {
        StringBuilder out = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (CommandSplitter.Word word : command.words()) {
            out.append(out.length() == 0 ? "" : " ").append(word(word));
        }
        DataInput input = command.input();
        if (input != null && input.file() != null) {
            out.append(" < ").append(word(input.file()));
        } else if (input != null) {
            String mark = Objects.requireNonNull(input.mark());
            CommandSplitter.Word text = Objects.requireNonNull(input.text());
            out.append(" <<").append(CommandWord.quote(mark));
            boolean fixed = CommandWord.quote(mark).startsWith("\"");
            below.append('\n').append(fixed ? text.text() : lines(text)).append(mark);
        }
        Redirect redirect = command.redirect();
        if (redirect != null) {
            out.append(
                    switch (redirect.kind()) {
                        case WRITE -> " > " + word(Objects.requireNonNull(redirect.file()));
                        case APPEND -> " >> " + word(Objects.requireNonNull(redirect.file()));
                        case PIPE -> " | " + redirect.program();
                        case PROGRAM -> (out.length() == 0 ? "! " : " ! ") + redirect.program();
                    });
        }
        return out.append(below).toString();
    }

    /** Formats a script. */
    static String script(List<CommandSplitter.Command> commands) {
        StringBuilder out = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (int i = 0; i < commands.size(); i++) {
            String text = command(commands.get(i));
            int end = -1;
            DataInput input = commands.get(i).input();
            if (input != null && input.text() != null) {
                end = text.indexOf('\n');
            }
            if (end < 0) {
                out.append(text);
            } else {
                out.append(text, 0, end);
                below.append(text, end, text.length());
            }
            boolean joined = i + 1 < commands.size() && commands.get(i + 1).otherwise();
            out.append(joined ? " || " : below + "\n");
            if (!joined) {
                below.setLength(0);
            }
        }
        return out.toString();
    }
}
