package io.metash.shell.script;

import io.metash.record.Failure;
import java.util.function.Function;

/** Parses variables: {@code $name}, {@code ${name}}, {@code ${name:-default}}, {@code $1}, {@code $@ $# $?}. */
public final class Variables {
    private final String text;
    private final Function<String, Failure> wrong;
    private int at;

    /** Parses the variable whose dollar sign is just before {@code at}. */
    Variables(String text, int at, Function<String, Failure> wrong) {
        this.text = text;
        this.at = at;
        this.wrong = wrong;
    }

    /** Creates a parser for the lines of a here-document. */
    Variables(String text, Function<String, Failure> wrong) {
        this(text, 0, wrong);
    }

    /** The position after the variable. */
    int at() {
        return at;
    }

    /** The variable, or a plain dollar sign if no name follows. */
    WordPart variable() {
        if (at >= text.length()) {
            return new WordPart.Text("$");
        }
        char c = text.charAt(at);
        if (c == '@' || c == '#' || c == '?' || (c >= '0' && c <= '9')) {
            at++;
            return new WordPart.Variable(String.valueOf(c), null);
        }
        if (c == '{') {
            return braces();
        }
        String name = name();
        if (name.isEmpty()) {
            return new WordPart.Text("$");
        }
        return new WordPart.Variable(name, null);
    }

    private WordPart braces() {
        int close = text.indexOf('}', at);
        if (close < 0) {
            throw wrong.apply("} is missing after ${");
        }
        at++;
        String name;
        char c = text.charAt(at);
        if (c == '@' || c == '#' || c == '?') {
            at++;
            name = String.valueOf(c);
        } else {
            name = name();
        }
        boolean number = !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
        if (name.isEmpty() || (number && !name.matches("0|[1-9][0-9]{0,3}"))) {
            throw wrong.apply("a name is missing after ${");
        }
        String otherwise = null;
        if (text.startsWith(":-", at)) {
            otherwise = text.substring(at + 2, close);
            at = close;
        }
        if (at != close) {
            throw wrong.apply("} is missing after ${" + name);
        }
        at++;
        return new WordPart.Variable(name, otherwise);
    }

    private String name() {
        int from = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** Whether a name is valid for a variable. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
                && name.chars().allMatch(c -> isName((char) c));
    }

    /** Parses the whole text. A backslash escapes a dollar sign or a backslash, and is literal otherwise. */
    CommandSplitter.Word word() {
        WordBuilder out = new WordBuilder();
        int from = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && "$\\".indexOf(text.charAt(at + 1)) >= 0) {
                out.append(text.substring(from, at));
                out.append(text.substring(at + 1, at + 2));
                at += 2;
                from = at;
            } else if (c == '$') {
                out.append(text.substring(from, at));
                at++;
                out.add(variable());
                from = at;
            } else {
                at++;
            }
        }
        out.append(text.substring(from));
        return out.word(0, text.length());
    }
}
