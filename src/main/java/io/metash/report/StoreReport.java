package io.metash.report;

import java.util.List;

/**
 * The content of a report.
 *
 * @param place what the store is called
 * @param grade the grade of proof in words
 * @param sound whether the grade is a good one
 * @param facts what the store is
 * @param grids lists of nodes, databases, tables, users
 * @param sizes what takes the room, largest first
 * @param timeline changes in the log
 * @param findings what was found
 * @param made when the report was made, and by what
 */
public record StoreReport(
        String place,
        String grade,
        boolean sound,
        List<Fact> facts,
        List<Grid> grids,
        List<Tile> sizes,
        Timeline timeline,
        List<Remark> findings,
        String made) {
    /** A label and what is known. */
    public record Fact(String label, String text) {}

    /**
     * A list.
     *
     * @param heading what is listed
     * @param columns names of the columns
     * @param rows the cells
     * @param omitted how many rows more there are
     */
    public record Grid(String heading, List<String> columns, List<List<String>> rows, long omitted) {}

    /** A prefix of keys and how much they take. */
    public record Tile(String label, long bytes, long keys) {}

    /**
     * A finding.
     *
     * @param urgent whether something is to be done
     * @param what what was found
     * @param why what it means; empty text for nothing
     * @param command what to type; empty text for nothing
     */
    public record Remark(boolean urgent, String what, String why, String command) {}
}
