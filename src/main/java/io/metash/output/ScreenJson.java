package io.metash.output;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.JsonSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes JSON for people: indented, coloured, with object names after ids. */
public final class ScreenJson implements JsonSink {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();
    private final boolean colored;
    private final Function<CatalogKey, Optional<String>> names;
    private final String arrow;
    private final Deque<Boolean> empty = new ArrayDeque<>();
    private boolean named;
    private int pendingComma = -1;

    /**
     * Creates a document.
     *
     * @param colored whether colours are used
     * @param unicode whether characters beyond ASCII are used outside of data
     * @param names the name of the object of a key
     */
    public ScreenJson(boolean colored, boolean unicode, Function<CatalogKey, Optional<String>> names) {
        this.colored = colored;
        this.names = names;
        if (unicode) {
            this.arrow = " \u2192 ";
        } else {
            this.arrow = " -> ";
        }
    }

    private void place() {
        if (named) {
            named = false;
            return;
        }
        if (empty.isEmpty()) {
            return;
        }
        if (!empty.pop()) {
            // A note may follow the last value: the comma precedes it.
            out.insert(pendingComma, ',');
        }
        empty.push(false);
        out.append('\n').append(STEP.repeat(empty.size()));
    }

    private void value(@Nullable Style style, String text) {
        place();
        out.append(style == null ? text : style.on(text, colored));
        pendingComma = out.length();
    }

    private void begin(char bracket) {
        place();
        out.append(bracket);
        empty.push(true);
    }

    private void end(char bracket) {
        boolean bare = empty.pop();
        if (!bare) {
            out.append('\n').append(STEP.repeat(empty.size()));
        }
        out.append(bracket);
        pendingComma = out.length();
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

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        JsonListing.string(text, quoted);
        return quoted.toString();
    }

    @Override
    public void name(String name) {
        place();
        out.append(Style.KEY.on(quoted(name), colored)).append(": ");
        named = true;
    }

    @Override
    public void text(String text) {
        value(Style.QUOTED, quoted(text));
    }

    @Override
    public void number(String digits) {
        value(null, digits);
    }

    @Override
    public void bool(boolean value) {
        value(Style.OPTION, String.valueOf(value));
    }

    @Override
    public void nothing() {
        value(Style.FAINT, "null");
    }

    @Override
    public void hidden(String mark) {
        value(Style.FAINT, quoted(mark));
    }

    @Override
    public void refersTo(CatalogKey key) {
        names.apply(key).ifPresent(name -> out.append(Style.FAINT.on(arrow + Printable.text(name), colored)));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
