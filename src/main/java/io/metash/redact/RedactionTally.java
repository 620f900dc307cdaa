package io.metash.redact;

import io.metash.catalog.RedactionCount;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Counts removed items by kind. */
public final class RedactionTally implements Consumer<RedactionCount> {
    private final Map<RedactionCount, Long> counts = new EnumMap<>(RedactionCount.class);

    @Override
    public void accept(RedactionCount what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** The non-zero counts as texts. */
    public List<String> words() {
        return counts.entrySet().stream()
                .map(count -> count.getKey().words(count.getValue()))
                .toList();
    }

    /** The count of one kind. */
    public long count(RedactionCount what) {
        return counts.getOrDefault(what, 0L);
    }
}
