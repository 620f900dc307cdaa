package io.metash.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short names for commands with some of their words. */
public final class Aliases {
    private final Map<String, List<String>> byName = new TreeMap<>();

    /** Gives words a name. */
    public synchronized void put(String name, List<String> words) {
        byName.put(name, List.copyOf(words));
    }

    /** Forgets a name; returns whether it was there. */
    public synchronized boolean remove(String name) {
        return byName.remove(name) != null;
    }

    /** All of them in order. */
    public synchronized Map<String, List<String>> all() {
        return Map.copyOf(byName);
    }

    /** The words of a command with its first word replaced by what it means. What an alias means is not replaced again. */
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
