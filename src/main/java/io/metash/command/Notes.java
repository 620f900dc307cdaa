package io.metash.command;

import java.io.PrintStream;
import java.util.List;

/** What a command says beside its data. */
final class Notes {
    private Notes() {}

    /** Prints sentences, each on a line that begins with {@code note:}. */
    static void print(PrintStream err, List<String> notes) {
        notes.forEach(note -> err.println("note: " + Printable.text(note)));
    }
}
