package io.metash.record;

import org.jspecify.annotations.Nullable;

/** A step between source and sink: a filter, a counter, an upgrade. */
@FunctionalInterface
public interface Stage {
    /** Returns the record to pass on, or null to drop it. */
    @Nullable
    MetaRecord apply(MetaRecord record);
}
