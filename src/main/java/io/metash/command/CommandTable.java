package io.metash.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All commands by name. The lambdas keep a command's classes unloaded until somebody calls it: the start stays fast. */
public final class CommandTable {
    private final Map<String, CommandEntry> byName = new LinkedHashMap<>();

    /** A table of these commands, in the order in which help lists them. */
    public CommandTable(List<CommandEntry> entries) {
        entries.forEach(entry -> byName.put(entry.name(), entry));
    }

    /** The command of that name. */
    public Optional<CommandEntry> find(String name) {
        return Optional.ofNullable(byName.get(name.equals("?") ? "help" : name));
    }

    /** All names. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** All commands in order. */
    public List<CommandEntry> entries() {
        return List.copyOf(byName.values());
    }
}
