package io.metash.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All commands by name. A command's classes are loaded on first use. */
public final class CommandTable {
    private final Map<String, CommandEntry> byName = new LinkedHashMap<>();

    /** Creates a table of commands, in the order in which help lists them. */
    public CommandTable(List<CommandEntry> entries) {
        for (CommandEntry entry : entries) {
            byName.put(entry.name(), entry);
        }
    }

    /** Finds a command by name. */
    public Optional<CommandEntry> find(String name) {
        return Optional.ofNullable(byName.get(name.equals("?") ? "help" : name));
    }

    /** Whether a command line, given as words, runs until it is interrupted. */
    public boolean isEndless(List<String> words) {
        return words.contains("--follow")
                || find(words.get(0))
                        .map(entry -> entry.is(CommandTrait.ENDLESS))
                        .orElse(false);
    }

    /** All command names. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** All commands in order. */
    public List<CommandEntry> entries() {
        return List.copyOf(byName.values());
    }
}
