package io.metash.shell.terminal.jline;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A map whose entries are built when they are first needed. Entries that are given at the start are found at once; any other
 * operation builds the rest first, so that the map always behaves as if it were complete.
 */
final class LazyMap<V> extends AbstractMap<String, V> {
    private final Map<String, V> known;
    private Supplier<Map<String, V>> rest;

    /** A map of given entries and of a rest; a given entry wins over one of the rest with the same key. */
    LazyMap(Map<String, V> given, Supplier<Map<String, V>> rest) {
        this.known = new HashMap<>(given);
        this.rest = rest;
    }

    @Override
    public synchronized V get(Object key) {
        return known.containsKey(key) ? known.get(key) : complete().get(key);
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return known.containsKey(key) || complete().containsKey(key);
    }

    @Override
    public synchronized V put(String key, V value) {
        return known.containsKey(key) ? known.put(key, value) : complete().put(key, value);
    }

    @Override
    public synchronized V remove(Object key) {
        return complete().remove(key);
    }

    @Override
    public synchronized Set<Entry<String, V>> entrySet() {
        return complete().entrySet();
    }

    private Map<String, V> complete() {
        if (rest != null) {
            Supplier<Map<String, V>> build = rest;
            rest = null;
            build.get().forEach(known::putIfAbsent);
        }
        return known;
    }
}
