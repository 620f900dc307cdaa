package io.metash.catalog;

import io.metash.ndjson.JsonOut;

/** Writes JSON on one line without blanks. */
public final class CompactJson implements JsonSink {
    private final JsonOut out;
    private boolean first = true;

    /** Creates a writer into a buffer. */
    public CompactJson(JsonOut out) {
        this.out = out;
    }

    /** Returns a value as JSON text. */
    public static String of(StoredValue value, SecretPolicy policy) {
        JsonOut out = new JsonOut(1024);
        value.write(policy, new CompactJson(out));
        return out.toString();
    }

    private void comma() {
        if (!first) {
            out.put(',');
        }
        first = false;
    }

    @Override
    public void beginObject() {
        comma();
        out.put('{');
        first = true;
    }

    @Override
    public void endObject() {
        out.put('}');
        first = false;
    }

    @Override
    public void beginArray() {
        comma();
        out.put('[');
        first = true;
    }

    @Override
    public void endArray() {
        out.put(']');
        first = false;
    }

    @Override
    public void name(String name) {
        comma();
        out.string(name).put(':');
        first = true;
    }

    @Override
    public void text(String text) {
        comma();
        out.string(text);
    }

    @Override
    public void number(String digits) {
        comma();
        out.raw(digits);
    }

    @Override
    public void unsigned(long number) {
        comma();
        out.unsigned(number);
    }

    @Override
    public void bool(boolean value) {
        comma();
        out.raw(value ? "true" : "false");
    }

    @Override
    public void nothing() {
        comma();
        out.raw("null");
    }

    @Override
    public void hidden(String mark) {
        text(mark);
    }

    /** The text written so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
