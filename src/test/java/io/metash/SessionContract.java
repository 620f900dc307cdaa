package io.metash;

import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metash.testing.RunResult;
import java.util.List;
import java.util.function.UnaryOperator;

/** What all kinds of sessions have in common: the same state and command give the same data and status. */
final class SessionContract {
    /** Commands on a Databend store with a database {@code shop}; KEY and FOLDER are placeholders for keys of it. */
    private static final List<String> COMMANDS = List.of(
            "ls",
            "ls -r",
            "ls -o json",
            "ls -o csv",
            "ls -o raw",
            "ls FOLDER",
            "ls no/such/",
            "cd FOLDER; pwd; ls; cd ..; pwd",
            "find",
            "find -o ndjson",
            "find FOLDER",
            "find --name '*shop*'",
            "grep shop",
            "grep no-such-text-anywhere",
            "tree",
            "tree FOLDER",
            "du",
            "du FOLDER -o json",
            "scan FOLDER",
            "scan FOLDER -o ndjson",
            "get KEY",
            "get KEY -o json",
            "get no/such/key");

    private SessionContract() {}

    /**
     * Runs all commands on several kinds of stores.
     *
     * @param connects how to connect to each of them; the others are compared with the first
     * @param key an existing key
     * @param directory a prefix of existing keys, with its slash
     * @param mask applied to data before the comparison
     */
    static void check(List<String> connects, String key, String directory, UnaryOperator<String> mask) {
        for (String command : COMMANDS) {
            String words = command.replace("KEY", key).replace("FOLDER", directory);
            RunResult want = run("-c", connects.get(0) + "; " + words);
            assertNotEquals(2, want.status(), words + "\n" + want.err());
            assertNotEquals(70, want.status(), words + "\n" + want.err());
            for (String connect : connects.subList(1, connects.size())) {
                RunResult got = run("-c", connect + "; " + words);
                String what = words + " after " + connect + "\n" + got.err();
                assertEquals(mask.apply(want.out()), mask.apply(got.out()), what);
                assertEquals(want.status(), got.status(), what);
            }
        }
    }
}
