package io.metash.output;

import io.metash.catalog.JsonSink;

/** Writes JSON on one line. Characters that could move a cursor are written as JSON escapes. */
public final class SafeJson implements JsonSink {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void begin(char bracket) {
        comma();
        out.append(bracket);
        first = true;
    }

    private void end(char bracket) {
        out.append(bracket);
        first = false;
    }

    @Override
    public void beginObject() {
        begin('{');
    }

    @Override
    public void endObject() {
        end('}');
    }

    @Override
    public void beginArray() {
        begin('[');
    }

    @Override
    public void endArray() {
        end(']');
    }

    @Override
    public void name(String name) {
        comma();
        JsonListing.string(name, out);
        out.append(':');
        first = true;
    }

    @Override
    public void text(String text) {
        comma();
        JsonListing.string(text, out);
    }

    @Override
    public void number(String digits) {
        comma();
        out.append(digits);
    }

    @Override
    public void bool(boolean value) {
        number(String.valueOf(value));
    }

    @Override
    public void nothing() {
        number("null");
    }

    @Override
    public void hidden(String mark) {
        text(mark);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
