package io.metash.catalog;

import io.metash.record.UnknownFields;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes JSON over several lines, one per member, indented by two blanks per level. */
public class IndentedJson implements JsonSink {
    private static final String STEP = "  ";

    /** The parts of a document that may be marked up. */
    protected enum Part {
        NAME,
        TEXT,
        NUMBER,
        BOOL,
        NULL,
        MASK
    }

    private final StringBuilder out = new StringBuilder();
    private final UnaryOperator<String> quoting;
    private final Deque<Boolean> empty = new ArrayDeque<>();
    private boolean named;
    /** Follows the last value and its comma. */
    private String note = "";

    /** Creates a document whose strings are quoted and escaped by a function. */
    public IndentedJson(UnaryOperator<String> quoting) {
        this.quoting = quoting;
    }

    /** Marks up a part; as it is by default. */
    protected String markedUp(Part part, String json) {
        return json;
    }

    /** Writes a note after the last value, on its line. */
    protected final void note(String text) {
        note += text;
    }

    private void newLine() {
        out.append(note).append('\n').append(STEP.repeat(empty.size()));
        note = "";
    }

    private void place() {
        if (named) {
            named = false;
        } else if (!empty.isEmpty()) {
            if (!empty.pop()) {
                out.append(',');
            }
            empty.push(false);
            newLine();
        }
    }

    private void value(Part part, String json) {
        place();
        out.append(markedUp(part, json));
    }

    private void begin(char bracket) {
        place();
        out.append(bracket);
        empty.push(true);
    }

    private void end(char bracket) {
        if (!empty.pop()) {
            newLine();
        }
        out.append(bracket);
    }

    @Override
    public final void beginObject() {
        begin('{');
    }

    @Override
    public final void endObject() {
        end('}');
    }

    @Override
    public final void beginArray() {
        begin('[');
    }

    @Override
    public final void endArray() {
        end(']');
    }

    @Override
    public final void name(String name) {
        value(Part.NAME, quoting.apply(name));
        out.append(": ");
        named = true;
    }

    @Override
    public final void text(String text) {
        value(Part.TEXT, quoting.apply(text));
    }

    @Override
    public final void number(String digits) {
        value(Part.NUMBER, digits);
    }

    @Override
    public final void bool(boolean value) {
        value(Part.BOOL, String.valueOf(value));
    }

    @Override
    public final void nothing() {
        value(Part.NULL, "null");
    }

    @Override
    public final void hidden(String mark) {
        value(Part.MASK, quoting.apply(mark));
    }

    /** Writes a value of the kinds that {@link UnknownFields} lists. */
    public IndentedJson any(@Nullable Object value) {
        if (value == null) {
            nothing();
        } else if (value instanceof Boolean bool) {
            bool(bool);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof UnknownFields object) {
            beginObject();
            for (UnknownFields.Field field : object.fields()) {
                name(field.name());
                any(field.value());
            }
            endObject();
        } else {
            number(value.toString());
        }
        return this;
    }

    /** Writes a list for {@link #any}. */
    protected void list(List<?> list) {
        beginArray();
        list.forEach(this::any);
        endArray();
    }

    @Override
    public final String toString() {
        return out + note;
    }
}
