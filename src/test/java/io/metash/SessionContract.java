package io.metash;

import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metash.testing.RunResult;
import java.util.List;
import java.util.function.UnaryOperator;

/** What every kind of session does alike: the same state, the same command, the same data and status. */
final class SessionContract {
    /** Commands on a store of Databend with a database {@code shop}; KEY and FOLDER are placeholders for its keys. */
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
     * Runs all commands on several places.
     *
     * @param connects how each of them is connected to; the first one is what the others are compared with
     * @param key a key that is there
     * @param folder a prefix of keys that are there, with its slash
     * @param mask applied to data before it is compared
     */
    static void check(List<String> connects, String key, String folder, UnaryOperator<String> mask) {
        for (String command : COMMANDS) {
            String words = command.replace("KEY", key).replace("FOLDER", folder);
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
