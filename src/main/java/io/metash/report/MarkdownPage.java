package io.metash.report;

import io.metash.output.Units;
import io.metash.report.StoreReport.Grid;
import io.metash.report.StoreReport.Remark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as Markdown, for a ticket. */
public final class MarkdownPage {
    private static final int MAX_ROWS = 100;

    private final StringBuilder out = new StringBuilder();

    private MarkdownPage() {}

    /** Formats the text. */
    public static String of(StoreReport report) {
        MarkdownPage page = new MarkdownPage();
        page.write(report);
        return page.out.toString();
    }

    private void write(StoreReport report) {
        out.append("# ")
                .append(Markup.markdown(report.place()))
                .append("\n\n**")
                .append(report.grade())
                .append("**\n\n");
        report.facts().forEach(fact -> out.append("- ")
                .append(Markup.markdown(fact.label()))
                .append(": ")
                .append(Markup.markdown(fact.text()))
                .append('\n'));
        out.append("\n## Findings\n\n");
        for (Remark remark : report.findings()) {
            out.append(remark.urgent() ? "- **to do:** " : "- ").append(Markup.markdown(remark.what()));
            out.append(remark.why().isEmpty() ? "" : " (" + Markup.markdown(remark.why()) + ")")
                    .append('\n');
            if (!remark.command().isEmpty()) {
                out.append("  `").append(remark.command().replace("`", "'")).append("`\n");
            }
        }
        if (report.findings().isEmpty()) {
            out.append("Nothing was found.\n");
        }
        out.append("\n## Log\n\n");
        for (Timeline.Kind kind : Timeline.Kind.values()) {
            out.append("- ")
                    .append(Units.number(report.timeline().total(kind)))
                    .append(' ')
                    .append(kind.words())
                    .append('\n');
        }
        List<List<String>> sizes = report.sizes().stream()
                .map(tile -> List.of(tile.label(), Units.bytes(tile.bytes()), Units.number(tile.keys())))
                .toList();
        grid(new Grid("Sizes", List.of("prefix", "bytes", "keys"), sizes, 0));
        report.grids().forEach(this::grid);
        out.append("\nMade ").append(report.made()).append(". Secrets are not in this text.\n");
    }

    private void grid(Grid grid) {
        out.append("\n## ").append(grid.heading()).append("\n\n");
        row(grid.columns());
        row(new ArrayList<>(Collections.nCopies(grid.columns().size(), null)));
        grid.rows().stream().limit(MAX_ROWS).forEach(this::row);
        long more = grid.omitted() + Math.max(0, grid.rows().size() - MAX_ROWS);
        if (more > 0) {
            out.append("\n").append(Units.number(more)).append(" more are not listed here.\n");
        }
    }

    private void row(List<String> cells) {
        out.append(cells.stream()
                        .map(cell -> cell == null ? "---" : Markup.markdown(cell))
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }
}
