package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.JsonOut;
import io.metash.record.ExitStatus;
import io.metash.record.U64;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parsed line of an export: a tree, a record kind, and the record's content, which steps change in place. */
final class StoreLine {
    private static final Pattern STATE = Pattern.compile("(.*)state_machine/(\\d{1,19})", Pattern.DOTALL);
    private static final int ELEMENTS_OF_OLDEST = 5;

    private final long stateMachine;
    private LineKind kind;
    private Object content;

    private StoreLine(LineKind kind, long stateMachine, Object content) {
        this.kind = kind;
        this.stateMachine = stateMachine;
        this.content = content;
    }

    /** Creates a line for an added record. */
    static StoreLine of(LineKind kind, Object content) {
        return new StoreLine(kind, kind.place() == LineKind.Place.STATE ? 0 : -1, content);
    }

    /** Creates a line for an added record with a key and a value. */
    static StoreLine of(LineKind kind, String key, Object value) {
        return of(
                kind, JsonObject.of("key", JsonObject.Text.of('"' + key + '"')).put("value", value));
    }

    /**
     * Parses a line.
     *
     * @throws BadText when it is not a line of an export
     */
    static StoreLine parse(byte[] text, int from, int to) {
        JsonScanner in = new JsonScanner(text, from, to);
        in.need('[');
        int treeAt = in.at();
        String tree = in.string();
        in.need(',');
        if (!in.skip('{')) {
            throw notALine(text, from, to, in);
        }
        int kindAt = in.at();
        String name = in.string();
        in.need(':');
        Object content = in.value();
        in.need('}');
        in.need(']');
        in.end();
        LineKind kind = LineKind.named(name)
                .orElseThrow(() -> new BadText(kindAt, "unknown record '" + name + "': no data version has it"));
        return new StoreLine(kind, stateMachine(tree, treeAt, kind), content);
    }

    /** Before 2022-02-21, lines of exports had five elements (record-stream §1.2). */
    private static BadText notALine(byte[] text, int from, int to, JsonScanner in) {
        int at = in.at();
        try {
            JsonScanner all = new JsonScanner(text, from, to);
            Object line = all.value();
            if (line instanceof List<?> list && list.size() == ELEMENTS_OF_OLDEST) {
                return new BadText(
                        at,
                        "a line of five elements: an export from before v0.6.71 (2022-02-21), which no release could"
                                + " import",
                        ExitStatus.VERSION);
            }
        } catch (BadText noJson) {
            return noJson;
        }
        return new BadText(at, "expected a record, which starts with '{'");
    }

    /**
     * Returns the state machine's number. A tree's name may have a prefix from an old configuration (record-stream
     * §1).
     */
    private static long stateMachine(String tree, int treeAt, LineKind kind) {
        Matcher state = STATE.matcher(tree);
        if (state.matches() && (kind.place() == LineKind.Place.STATE || kind == LineKind.DATA_HEADER)) {
            return number(state.group(2), treeAt);
        }
        if (kind.place() != LineKind.Place.STATE && tree.endsWith(kind.place().tree())) {
            return -1;
        }
        throw new BadText(
                treeAt,
                "unknown tree '" + tree + "' of a " + kind.label() + " record, expected "
                        + kind.place().tree() + (kind.place() == LineKind.Place.STATE ? "0" : ""));
    }

    private static long number(String digits, int at) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new BadText(at, "the number " + digits + " of a state machine is too large");
        }
    }

    LineKind kind() {
        return kind;
    }

    /** The number of the record's state machine; -1 for records of the Raft state and log. */
    long stateMachine() {
        return stateMachine;
    }

    /** The content: an object with {@code key} and {@code value}, except for V004's Raft records. */
    Object content() {
        return content;
    }

    /** Changes the kind and content of the line. */
    void change(LineKind newKind, Object newContent) {
        kind = newKind;
        content = newContent;
    }

    /** The key as written, a text without its quotes; empty when there is none. */
    String key() {
        Optional<JsonObject> fields = fields();
        Object key = null;
        if (fields.isPresent()) {
            key = fields.get().get("key");
        }
        if (!(key instanceof JsonObject.Text text)) {
            return "";
        }
        String written = text.toString();
        boolean quoted = written.length() > 1 && written.startsWith("\"");
        if (quoted) {
            return written.substring(1, written.length() - 1);
        }
        return written;
    }

    /** The fields of the content, if it has any. */
    Optional<JsonObject> fields() {
        if (content instanceof JsonObject object) {
            return Optional.of(object);
        }
        return Optional.empty();
    }

    /** Parses a number, u64. */
    static long unsigned(@Nullable Object number, int at) {
        try {
            return U64.parse(String.valueOf(number));
        } catch (NumberFormatException e) {
            throw new BadText(at, "expected a number from 0 to 2^64-1, found " + number);
        }
    }

    /** The value, if it is an object. */
    Optional<JsonObject> value() {
        return fields().map(fields -> fields.object("value"));
    }

    /** Returns the line's text without a line end; {@code state} is the number of the state machine. */
    byte[] text(long state) {
        JsonOut out = new JsonOut(256);
        String tree;
        if (stateMachine < 0 || kind.place() != LineKind.Place.STATE) {
            tree = kind.place().tree();
        } else {
            tree = kind.place().tree() + state;
        }
        out.raw("[\"").raw(tree).raw("\",{\"").raw(kind.label()).raw("\":");
        JsonObject.write(content, out);
        out.raw("}]");
        return Arrays.copyOf(out.array(), out.length());
    }
}
