package io.metash.report;

import io.metash.output.Units;
import io.metash.report.StoreReport.Fact;
import io.metash.report.StoreReport.Grid;
import io.metash.report.StoreReport.Remark;
import io.metash.report.StoreReport.Tile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Writes a report as one HTML file. Its content security policy allows only its own style and script, by their hashes.
 */
public final class HtmlPage {
    private final StringBuilder out = new StringBuilder(1 << 16);

    private HtmlPage() {}

    /** Formats the page. */
    public static String of(StoreReport report) {
        HtmlPage page = new HtmlPage();
        page.body(report);
        String style = resource("report.css");
        String script = resource("report.js");
        String policy = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                + "<title>" + Markup.html(report.place()) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n"
                + page.out + "<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private void body(StoreReport report) {
        out.append("<header><h1>").append(Markup.html(report.place())).append("</h1><p class=\"grade ");
        out.append(report.sound() ? "good" : "bad")
                .append("\">")
                .append(Markup.html(report.grade()))
                .append("</p></header>\n");
        out.append("<main>\n<section><h2>Store</h2><dl>");
        for (Fact fact : report.facts()) {
            out.append("<dt>")
                    .append(Markup.html(fact.label()))
                    .append("</dt><dd>")
                    .append(Markup.html(fact.text()));
            out.append("</dd>");
        }
        out.append("</dl></section>\n");
        findings(report.findings());
        timeline(report.timeline());
        sizes(report.sizes());
        out.append(
                "<p class=\"find\"><label>Search the lists <input id=\"find\" type=\"search\" autocomplete=\"off\"></label>"
                        + " <output id=\"found\" for=\"find\"></output></p>\n");
        report.grids().forEach(this::grid);
        out.append("</main>\n<footer>Made ").append(Markup.html(report.made()));
        out.append(". Secrets are not in this page.</footer>\n");
    }

    private void findings(List<Remark> findings) {
        out.append("<section><h2>Findings</h2>");
        if (findings.isEmpty()) {
            out.append("<p>Nothing was found.</p>");
        } else {
            out.append("<ul class=\"remarks\">");
            for (Remark remark : findings) {
                out.append(remark.urgent() ? "<li class=\"urgent\">" : "<li>").append(Markup.html(remark.what()));
                if (!remark.why().isEmpty()) {
                    out.append("<br><small>").append(Markup.html(remark.why())).append("</small>");
                }
                if (!remark.command().isEmpty()) {
                    out.append("<br><code>")
                            .append(Markup.html(remark.command()))
                            .append("</code>");
                }
                out.append("</li>");
            }
            out.append("</ul>");
        }
        out.append("</section>\n");
    }

    private void timeline(Timeline timeline) {
        String chart = TimelineChart.svg(timeline);
        if (chart.isEmpty()) {
            return;
        }
        out.append("<section><h2>Log</h2><p>")
                .append(TimelineChart.caption(timeline))
                .append("</p>")
                .append(chart);
        out.append("<ul class=\"legend\">");
        for (Timeline.Kind kind : Timeline.Kind.values()) {
            out.append("<li><span class=\"k").append(kind.ordinal()).append("\"></span>");
            out.append(Units.number(timeline.total(kind)))
                    .append(' ')
                    .append(kind.words())
                    .append("</li>");
        }
        out.append("</ul></section>\n");
    }

    private void sizes(List<Tile> tiles) {
        String map = Treemap.svg(tiles);
        if (map.isEmpty()) {
            return;
        }
        out.append("<section><h2>Sizes</h2><p>bytes of keys and values by prefix</p>")
                .append(map);
        out.append(
                "<details><summary>As a list</summary><div class=\"scroll\"><table><thead><tr><th>prefix</th><th>bytes</th>"
                        + "<th>keys</th></tr></thead><tbody>");
        for (Tile tile : tiles) {
            out.append("<tr><td>")
                    .append(Markup.html(tile.label()))
                    .append("</td><td>")
                    .append(Units.bytes(tile.bytes()));
            out.append("</td><td>").append(Units.number(tile.keys())).append("</td></tr>");
        }
        out.append("</tbody></table></div></details></section>\n");
    }

    private void grid(Grid grid) {
        out.append("<section class=\"grid\"><h2>")
                .append(Markup.html(grid.heading()))
                .append(" <small>");
        out.append(Units.number(grid.rows().size() + grid.omitted())).append("</small></h2>");
        out.append("<div class=\"scroll\"><table><thead><tr>");
        grid.columns()
                .forEach(
                        column -> out.append("<th>").append(Markup.html(column)).append("</th>"));
        out.append("</tr></thead><tbody>");
        for (List<String> row : grid.rows()) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(Markup.html(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>");
        if (grid.omitted() > 0) {
            out.append("<p>").append(Units.number(grid.omitted())).append(" more are not listed here.</p>");
        }
        out.append("</section>\n");
    }
}
