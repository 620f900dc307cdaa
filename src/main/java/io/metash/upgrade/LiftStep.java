package io.metash.upgrade;

import java.util.List;

/** One step from a data version to the next, record by record (legacy-versions §3). Rows are lifted by several threads at once. */
interface LiftStep {
    /** The version of the records that it takes. */
    DataVersion from();

    /** The version of the records that it yields. */
    DataVersion to();

    /**
     * * Lifts one record in place.
     *
     * @return whether the record is kept; a dropped one is counted in the report
     * @throws io.metash.ndjson.BadText when it is no record of {@link #from}
     */
    boolean apply(StoreLine line, Survey survey, LiftReport report);

    /** Adds the single records that every store of the new version has. */
    default void complete(List<Fact> facts, Survey survey) {}
}
