package io.metash.record;

/** Something that a record passes on its way: a filter, a counter, an upgrade. */
@FunctionalInterface
public interface Stage {
    /** The record as it goes on, or null when it ends here. */
    MetaRecord apply(MetaRecord record);
}
