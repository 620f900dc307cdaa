package io.metash.upgrade;

import java.util.List;

/**
 * A record that a store has once, or once per node.
 *
 * @param line the record
 * @param number its line number, or 0 for an added record
 * @param offset the byte offset of its line in the text
 */
record Fact(StoreLine line, long number, long offset) {
    /** Creates a record without a line. */
    static Fact added(StoreLine line) {
        return new Fact(line, 0, 0);
    }

    /** Position of the record in a store, for messages. */
    String place(String name) {
        if (number == 0) {
            return name;
        }
        return name + ":" + number + " (byte " + offset + ")";
    }

    /** Whether the record has this kind and key. */
    boolean is(LineKind kind, String key) {
        return line.kind() == kind && line.key().equals(key);
    }

    /** Whether any of some facts has this kind and key. */
    static boolean any(List<Fact> facts, LineKind kind, String key) {
        return facts.stream().anyMatch(fact -> fact.is(kind, key));
    }
}
