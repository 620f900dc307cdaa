package io.metash.upgrade;

import io.metash.ndjson.BadText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parses the JSON of a line down to its objects, see {@link JsonObject}. Numbers and strings are validated when the
 * converted line is read as a record.
 */
final class JsonScanner {
    private static final int DEPTH = 128;

    private final byte[] text;
    private final int end;
    private int at;
    private int depth;

    JsonScanner(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.end = to;
    }

    int at() {
        return at;
    }

    /** Requires that this is the next byte after white space. */
    void need(char c) {
        if (!skip(c)) {
            throw expected("'" + c + "'");
        }
    }

    boolean skip(char c) {
        space();
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Requires that only white space follows. */
    void end() {
        space();
        if (at < end) {
            throw expected("the end of the line");
        }
    }

    private void space() {
        while (at < end && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
    }

    private BadText expected(String what) {
        String found = "the end of the line";
        if (at < end) {
            found = "'" + new String(text, at, Math.min(40, end - at), StandardCharsets.UTF_8) + "'";
        }
        return new BadText(Math.min(at, end), "expected " + what + ", found " + found);
    }

    /** Returns a string as written, without its quotes and with its escapes. */
    String string() {
        space();
        int from = at + 1;
        skipString();
        return new String(text, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    private void skipString() {
        if (at >= end || text[at] != '"') {
            throw expected("a string");
        }
        at++;
        while (at < end && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        if (at >= end) {
            at = end;
            throw expected("a string that ends");
        }
        at++;
    }

    /** Parses any value. */
    Object value() {
        space();
        if (at >= end) {
            throw expected("a value");
        }
        if (++depth > DEPTH) {
            throw new BadText(at, "nesting deeper than " + DEPTH + " levels");
        }
        Object value =
                switch (text[at]) {
                    case '{' -> object();
                    case '[' -> array();
                    default -> scalar();
                };
        depth--;
        return value;
    }

    private JsonObject object() {
        JsonObject object = new JsonObject();
        need('{');
        if (skip('}')) {
            return object;
        }
        while (true) {
            String name = string();
            need(':');
            object.append(name, value());
            if (skip('}')) {
                return object;
            }
            if (!skip(',')) {
                throw expected("',' or '}'");
            }
        }
    }

    /** Keeps arrays of numbers, which encode bytes, as written. */
    private Object array() {
        int from = at;
        for (int i = at + 1; i < end; i++) {
            byte c = text[i];
            if (c == ']') {
                at = i + 1;
                return new JsonObject.Text(Arrays.copyOfRange(text, from, at));
            }
            if (c == '[' || c == '{' || c == '"') {
                break;
            }
        }
        return list();
    }

    private List<Object> list() {
        need('[');
        List<Object> list = new ArrayList<>();
        if (skip(']')) {
            return list;
        }
        while (true) {
            list.add(value());
            if (skip(']')) {
                return list;
            }
            if (!skip(',')) {
                throw expected("',' or ']'");
            }
        }
    }

    private JsonObject.Text scalar() {
        int from = at;
        if (text[at] == '"') {
            skipString();
        } else {
            while (at < end && "+-.".indexOf(text[at]) >= 0 || at < end && isWord(text[at])) {
                at++;
            }
            if (at == from) {
                throw expected("a value");
            }
        }
        return new JsonObject.Text(Arrays.copyOfRange(text, from, at));
    }

    private static boolean isWord(byte c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
