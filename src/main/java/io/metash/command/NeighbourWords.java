package io.metash.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands of shells and other key-value clients, and the command of metash that does the same. */
public final class NeighbourWords {
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

    private NeighbourWords() {}

    /** The words. */
    static Set<String> words() {
        return COMMANDS.keySet();
    }

    /** Suggests commands for a word that is none: the one known by that word elsewhere, else those of similar names. */
    public static List<String> commands(String word, Collection<String> names) {
        String same = COMMANDS.get(word);
        if (same != null && names.contains(same)) {
            return List.of(same);
        }
        return NearestNames.to(word, names);
    }
}
