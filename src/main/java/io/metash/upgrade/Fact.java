package io.metash.upgrade;

import java.util.List;

/**
 * A record that a store has once, or once for each node.
 *
 * @param line the record
 * @param number the number of its line, or 0 when it was added
 * @param offset where the line begins in the text, bytes
 */
record Fact(StoreLine line, long number, long offset) {
    /** A record that no line holds. */
    static Fact added(StoreLine line) {
        return new Fact(line, 0, 0);
    }

    /** Its position in a store, for messages. */
    String place(String name) {
        if (number == 0) {
            return name;
        }
        return name + ":" + number + " (byte " + offset + ")";
    }

    /** Whether it is of a kind and a key. */
    boolean is(LineKind kind, String key) {
        return line.kind() == kind && line.key().equals(key);
    }

    /** Whether one of some facts is of a kind and a key. */
    static boolean any(List<Fact> facts, LineKind kind, String key) {
        return facts.stream().anyMatch(fact -> fact.is(kind, key));
    }
}
