package io.metash.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Aliases: short names for a command and its first arguments. */
public final class Aliases {
    private final Map<String, List<String>> byName = new TreeMap<>();

    /** Defines an alias. */
    public synchronized void put(String name, List<String> words) {
        byName.put(name, List.copyOf(words));
    }

    /** Removes an alias; returns whether it existed. */
    public synchronized boolean remove(String name) {
        return byName.remove(name) != null;
    }

    /** All aliases, ordered by name. */
    public synchronized Map<String, List<String>> all() {
        return Map.copyOf(byName);
    }

    /** Expands the first word of a command if it is an alias. Expansions are not expanded again. */
    public synchronized List<String> resolve(List<String> words) {
        List<String> alias = null;
        if (!words.isEmpty()) {
            alias = byName.get(words.get(0));
        }
        if (alias == null) {
            return words;
        }
        List<String> resolved = new ArrayList<>(alias);
        resolved.addAll(words.subList(1, words.size()));
        return resolved;
    }
}
