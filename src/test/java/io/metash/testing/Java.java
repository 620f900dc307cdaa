package io.metash.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java of the tests, for separate processes: as quiet as the launcher makes it. */
public final class Java {
    /** The first release that warns about native access unless it is enabled. */
    private static final int WARNS = 24;

    private Java() {}

    /** The words that start it, followed by more words. */
    public static List<String> command(String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= WARNS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(more));
        return command;
    }

    /** The same words for a shell. */
    public static String words() {
        List<String> command = command();
        command.set(0, "'" + command.get(0) + "'");
        return String.join(" ", command);
    }
}
