package io.metash.upgrade;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Determines the kind of a line's record without reading the whole line; supports only lines in the usual form. */
final class LineScanner {
    private @Nullable LineKind kind;
    private long stateMachine;
    private int contentAt;

    /** Scans a line; false when it is not in the usual form, although it may be valid. */
    boolean scan(byte[] text, int from, int to) {
        int at = from;
        if (to - at < 4 || text[at] != '[' || text[at + 1] != '"') {
            return false;
        }
        int tree = at + 2;
        int treeEnd = quote(text, tree, to);
        if (treeEnd < 0 || to - treeEnd < 4 || text[treeEnd + 1] != ',' || text[treeEnd + 2] != '{') {
            return false;
        }
        int name = treeEnd + 4;
        int nameEnd = -1;
        if (text[treeEnd + 3] == '"') {
            nameEnd = quote(text, name, to);
        }
        if (nameEnd < 0 || nameEnd + 1 >= to || text[nameEnd + 1] != ':') {
            return false;
        }
        kind = LineKind.at(text, name, nameEnd);
        contentAt = nameEnd + 2;
        return kind != null && inItsTree(text, tree, treeEnd);
    }

    private boolean inItsTree(byte[] text, int from, int to) {
        String tree = kind().place().tree();
        int length = tree.length();
        if (to - from < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[from + i] != tree.charAt(i)) {
                return false;
            }
        }
        if (kind().place() != LineKind.Place.STATE) {
            stateMachine = -1;
            return to - from == length;
        }
        stateMachine = 0;
        for (int i = from + length; i < to; i++) {
            if (text[i] < '0' || text[i] > '9' || i - from - length > 15) {
                return false;
            }
            stateMachine = 10 * stateMachine + text[i] - '0';
        }
        return to - from > length;
    }

    private static int quote(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        if (at < to && text[at] == '"') {
            return at;
        }
        return -1;
    }

    LineKind kind() {
        return Objects.requireNonNull(kind);
    }

    /** The number of the state machine, -1 for records of the Raft state and log. */
    long stateMachine() {
        return stateMachine;
    }

    /** The start of the record's content. */
    int contentAt() {
        return contentAt;
    }
}
