package io.metash.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Maps commands of other shells and key-value clients to the equivalent commands of metash. */
public final class ForeignCommands {
    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("put", "upsert"),
            Map.entry("insert", "upsert"),
            Map.entry("update", "upsert"),
            Map.entry("rm", "delete"),
            Map.entry("del", "delete"),
            Map.entry("remove", "delete"),
            Map.entry("cat", "get"),
            Map.entry("dir", "ls"),
            Map.entry("nodes", "members"),
            Map.entry("snapshot", "trigger-snapshot"));

    private ForeignCommands() {}

    /** The foreign commands. */
    static Set<String> words() {
        return COMMANDS.keySet();
    }

    /** Suggests commands for an unknown word: the equivalent of a foreign command, else similar names. */
    public static List<String> commands(String word, Collection<String> names) {
        String same = COMMANDS.get(word);
        if (same != null && names.contains(same)) {
            return List.of(same);
        }
        return NearestNames.to(word, names);
    }
}
