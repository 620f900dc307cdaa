package io.metash.record;

/** A step between source and sink: a filter, a counter, an upgrade. */
@FunctionalInterface
public interface Stage {
    /** Returns the record to pass on, or null to drop it. */
    MetaRecord apply(MetaRecord record);
}
