package io.metash.shell.terminal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A map that has at first only what is needed at once; the first question for anything else brings the rest. */
final class LazyMap<V> extends HashMap<String, V> {
    private static final long serialVersionUID = 1;

    private transient Supplier<Map<String, V>> rest;

    /** A map whose first entries are given; the others are loaded on demand and do not replace them. */
    LazyMap(Map<String, V> first, Supplier<Map<String, V>> rest) {
        super(first);
        this.rest = rest;
    }

    @Override
    public synchronized V get(Object name) {
        V there = super.get(name);
        if (there == null) {
            return all().getOrDefault(name, null);
        }
        return there;
    }

    /** The map with the rest. */
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
