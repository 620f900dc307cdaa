package io.metash.report;

import io.metash.output.Units;
import io.metash.report.StoreReport.Tile;
import java.util.List;
import java.util.Locale;

/** Draws sizes as rectangles with proportional areas, as square as possible (squarified treemap). */
final class Treemap {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 360;
    private static final int COLORS = 8;
    private static final double LETTER = 7.2;
    private static final double LINE = 15;
    private static final int SHORTEST = 9;

    private final StringBuilder svg;
    private final double scale;
    private double x;
    private double y;
    private double width = WIDTH;
    private double height = HEIGHT;
    private int drawn;

    private Treemap(StringBuilder svg, double total) {
        this.svg = svg;
        this.scale = WIDTH * HEIGHT / total;
    }

    /** The SVG image; empty text if nothing has a size. Tiles are ordered from large to small. */
    static String svg(List<Tile> tiles) {
        double total = tiles.stream().mapToLong(Tile::bytes).sum();
        if (total <= 0) {
            return "";
        }
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"map\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"sizes by prefix\">",
                WIDTH,
                HEIGHT));
        Treemap map = new Treemap(svg, total);
        List<Tile> sized = tiles.stream().filter(tile -> tile.bytes() > 0).toList();
        int from = 0;
        while (from < sized.size()) {
            int to = from + 1;
            while (to < sized.size() && map.worst(sized, from, to + 1) <= map.worst(sized, from, to)) {
                to++;
            }
            map.row(sized.subList(from, to));
            from = to;
        }
        return svg.append("</svg>").toString();
    }

    private double area(List<Tile> tiles) {
        return tiles.stream().mapToLong(Tile::bytes).sum() * scale;
    }

    /** The worst aspect ratio if these tiles form one row along the shorter side. */
    private double worst(List<Tile> tiles, int from, int to) {
        double side = Math.min(width, height);
        double sum = area(tiles.subList(from, to));
        double largest = tiles.get(from).bytes() * scale;
        double smallest = tiles.get(to - 1).bytes() * scale;
        return Math.max(side * side * largest / (sum * sum), sum * sum / (side * side * smallest));
    }

    private void row(List<Tile> tiles) {
        boolean tall = height <= width;
        double side = width;
        if (tall) {
            side = height;
        }
        double depth;
        if (side == 0) {
            depth = 0;
        } else {
            depth = area(tiles) / side;
        }
        double at = x;
        if (tall) {
            at = y;
        }
        for (Tile tile : tiles) {
            double length;
            if (depth == 0) {
                length = 0;
            } else {
                length = tile.bytes() * scale / depth;
            }
            if (tall) {
                tile(tile, x, at, depth, length);
            } else {
                tile(tile, at, y, length, depth);
            }
            at += length;
        }
        if (tall) {
            x += depth;
            width -= depth;
        } else {
            y += depth;
            height -= depth;
        }
    }

    private void tile(Tile tile, double left, double top, double wide, double high) {
        String label = Markup.html(tile.label());
        String size = Units.bytes(tile.bytes());
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %s, %s</title><rect class=\"c%d\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
                label,
                size,
                Units.count(tile.keys(), "key"),
                drawn++ % COLORS,
                left,
                top,
                wide,
                high));
        int letters = (int) ((wide - 12) / LETTER);
        if (letters >= Math.min(SHORTEST, tile.label().length()) && high > 2 * LINE + 4) {
            String text;
            if (tile.label().length() <= letters) {
                text = tile.label();
            } else {
                text = tile.label().substring(0, letters - 1) + "…";
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\">%s</text><text x=\"%.1f\" y=\"%.1f\">%s</text>",
                    left + 6,
                    top + LINE + 2,
                    Markup.html(text),
                    left + 6,
                    top + 2 * LINE + 2,
                    size));
        }
        svg.append("</g>");
    }
}
