package io.metash.integrity;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of the records that a store has once. */
final class Sections {
    private final Map<RecordOrder, Long> lines = new EnumMap<>(RecordOrder.class);

    /** Adds a record; returns the line of an earlier one of its kind, or null. */
    @Nullable
    Long add(RecordOrder section, long line) {
        return lines.putIfAbsent(section, line);
    }

    boolean contains(RecordOrder section) {
        return lines.containsKey(section);
    }

    /** The line of a section; 0 when there is none or its line is unknown. */
    long line(RecordOrder section) {
        return lines.getOrDefault(section, 0L);
    }
}
