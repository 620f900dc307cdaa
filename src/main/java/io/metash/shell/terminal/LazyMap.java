package io.metash.shell.terminal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map that starts with a few entries and loads the rest on the first lookup of any other key. */
final class LazyMap<V> extends HashMap<String, V> {
    private static final long serialVersionUID = 1;

    private transient @Nullable Supplier<Map<String, V>> rest;

    /** Creates a map with initial entries; the rest is loaded on demand and does not replace them. */
    LazyMap(Map<String, V> first, Supplier<Map<String, V>> rest) {
        super(first);
        this.rest = rest;
    }

    @Override
    public synchronized @Nullable V get(Object name) {
        V present = super.get(name);
        if (present == null) {
            return all().getOrDefault(name, null);
        }
        return present;
    }

    /** The complete map. */
    synchronized LazyMap<V> all() {
        if (rest != null) {
            rest.get().forEach(this::putIfAbsent);
            rest = null;
        }
        return this;
    }

    @Override
    public synchronized V put(String name, V value) {
        return super.put(name, value);
    }
}
