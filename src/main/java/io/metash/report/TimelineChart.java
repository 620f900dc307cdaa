package io.metash.report;

import io.metash.output.Units;
import io.metash.report.Timeline.Bucket;
import io.metash.report.Timeline.Kind;
import java.util.List;
import java.util.Locale;

/** Draws the changes of the log over time as stacked bars. */
final class TimelineChart {
    private static final int MAX_BARS = 120;
    private static final double WIDTH = 720;
    private static final double HEIGHT = 200;
    private static final double LEFT = 44;
    private static final double BOTTOM = 24;
    private static final double TOP = 10;
    private static final double WIDEST = 40;
    private static final long MINUTE_MS = 60_000;

    private TimelineChart() {}

    /** The caption, which explains the bars. */
    static String caption(Timeline timeline) {
        long minutes = timeline.widthMs(MAX_BARS) / MINUTE_MS;
        if (minutes == 1) {
            return "changes per minute";
        }
        return "changes per " + Units.number(minutes) + " minutes";
    }

    /** The SVG image; empty text if no entry has a time. */
    static String svg(Timeline timeline) {
        List<Bucket> buckets = timeline.buckets(MAX_BARS);
        long most = buckets.stream().mapToLong(Bucket::total).max().orElse(0);
        if (most == 0) {
            return "";
        }
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"line\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                caption(timeline)));
        double floor = HEIGHT - BOTTOM;
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
                        + "<text x=\"%.1f\" y=\"%.1f\" class=\"right\">%s</text><text x=\"%.1f\" y=\"%.1f\" class=\"right\">0</text>",
                LEFT,
                floor,
                WIDTH,
                floor,
                LEFT - 6,
                TOP + 8,
                Units.number(most),
                LEFT - 6,
                floor));
        double step = Math.min(WIDEST, (WIDTH - LEFT) / buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            bar(svg, buckets.get(i), LEFT + i * step, step, (floor - TOP) / most);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
                LEFT,
                HEIGHT - 6,
                Units.timestamp(buckets.get(0).fromMs())));
        if (buckets.size() * step > WIDTH / 2) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" class=\"right\">%s</text>",
                    LEFT + buckets.size() * step,
                    HEIGHT - 6,
                    Units.timestamp(buckets.get(buckets.size() - 1).fromMs())));
        }
        return svg.append("</svg>").toString();
    }

    private static void bar(StringBuilder svg, Bucket bucket, double left, double step, double unit) {
        if (bucket.total() == 0) {
            return;
        }
        svg.append("<g><title>").append(Units.timestamp(bucket.fromMs()));
        for (Kind kind : Kind.values()) {
            if (bucket.counts()[kind.ordinal()] > 0) {
                svg.append(": ")
                        .append(Units.number(bucket.counts()[kind.ordinal()]))
                        .append(' ')
                        .append(kind.words());
            }
        }
        svg.append("</title>");
        double at = HEIGHT - BOTTOM;
        for (Kind kind : Kind.values()) {
            double high = bucket.counts()[kind.ordinal()] * unit;
            if (high > 0) {
                at -= high;
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"k%d\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
                        kind.ordinal(),
                        left + step / 10,
                        at,
                        step * 0.8,
                        high));
            }
        }
        svg.append("</g>");
    }
}
