package io.metash.report;

import java.util.List;

/**
 * The content of a report.
 *
 * @param place the name of the store
 * @param grade the grade of proof in words
 * @param sound whether the grade is good
 * @param facts facts about the store
 * @param grids lists of nodes, databases, tables, users
 * @param sizes key prefixes by size, largest first
 * @param timeline changes in the log
 * @param findings the findings
 * @param made the time of the report and the program
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
    /** A labelled fact. */
    public record Fact(String label, String text) {}

    /**
     * A table.
     *
     * @param heading its heading
     * @param columns names of the columns
     * @param rows the cells
     * @param omitted the number of rows left out
     */
    public record Grid(String heading, List<String> columns, List<List<String>> rows, long omitted) {}

    /** A prefix of keys with its size and its number of keys. */
    public record Tile(String label, long bytes, long keys) {}

    /**
     * A finding.
     *
     * @param urgent whether action is needed
     * @param what the finding
     * @param why its meaning, or an empty text
     * @param command the command to type, or an empty text
     */
    public record Remark(boolean urgent, String what, String why, String command) {}
}
