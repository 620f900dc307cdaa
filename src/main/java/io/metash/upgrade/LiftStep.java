package io.metash.upgrade;

import java.util.List;

/** Converts records from a data version to the next (legacy-versions §3). Thread-safe for rows. */
interface LiftStep {
    /** The version of the input records. */
    DataVersion from();

    /** The version of the output records. */
    DataVersion to();

    /**
     * Converts a record in place.
     *
     * @return whether to keep the record; dropped ones are counted in the report
     * @throws io.metash.ndjson.BadText when it is not a record of {@link #from}
     */
    boolean apply(StoreLine line, Survey survey, LiftReport report);

    /** Adds the single records that every store of the new version has. */
    default void complete(List<Fact> facts, Survey survey) {}
}
