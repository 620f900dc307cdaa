package io.metash.command.help;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Help texts by task rather than by command. */
public final class HelpTopics {
    /** The topic names, in the order in which help lists them. */
    public static final List<String> NAMES =
            List.of("backup", "restore", "rebuild", "disaster", "exit-codes", "script", "keys", "log-id");

    private HelpTopics() {}

    /** The text of a topic. */
    public static String text(String name) throws IOException {
        try (InputStream in = HelpTopics.class.getResourceAsStream("/io/metash/command/help/topics/" + name + ".txt")) {
            if (in == null) {
                throw new IOException("the topic " + name + " is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first line of a topic. */
    static String title(String name) throws IOException {
        return text(name).lines().findFirst().orElse("");
    }
}
