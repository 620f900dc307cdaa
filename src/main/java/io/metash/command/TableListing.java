package io.metash.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns. The first rows are held back to learn the widths; a later cell that is wider stands out of its column. On a
 * terminal the widest text is cut until the row fits; elsewhere nothing is ever cut.
 */
final class TableListing extends Listing {
    private static final int HELD = 500;
    private static final int LEAST_TEXT = 8;
    private static final String GAP = "  ";

    private final List<String[]> held = new ArrayList<>();
    private int[] widths;

    TableListing(Io io, List<Column> columns) {
        super(io, columns);
    }

    @Override
    void write(Object[] cells) {
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = text(columns.get(i), cells[i]);
        }
        if (widths != null) {
            print(texts);
            return;
        }
        held.add(texts);
        if (held.size() == HELD) {
            release();
        }
    }

    private String text(Column column, Object cell) {
        if (cell == null) {
            return "";
        }
        return switch (column.kind()) {
            case NUMBER -> Units.number((Long) cell);
            case BYTES -> Units.bytes((Long) cell);
            case TIME -> Units.moment((Long) cell, io.display().local());
            case FLAG -> (Boolean) cell ? "yes" : "no";
            case TEXT -> Printable.text(cell instanceof KeyCell key ? key.shown() : cell.toString());
        };
    }

    private void release() {
        widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = head(i).length();
            for (String[] row : held) {
                widths[i] = Math.max(widths[i], TextWidth.of(row[i]));
            }
        }
        if (io.outTerminal()) {
            fit(io.width().getAsInt());
        }
        StringBuilder heads = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            pad(heads, head(i), head(i).length(), i);
        }
        out.println(Style.HEAD.on(heads.toString().stripTrailing(), io.colored()));
        held.forEach(this::print);
        held.clear();
    }

    private String head(int column) {
        String name = columns.get(column).name();
        return (name.endsWith("_ms") ? name.substring(0, name.length() - 3) : name).replace('_', ' ');
    }

    /** Takes columns away from the widest text again and again. */
    private void fit(int columnsThere) {
        int all = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            all += width;
        }
        for (int over = all - columnsThere; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean text = columns.get(i).kind() == Column.Kind.TEXT;
                if (text && widths[i] > LEAST_TEXT && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private void print(String[] row) {
        StringBuilder line = new StringBuilder();
        String mark = io.display().unicode() ? "\u2026" : "~";
        for (int i = 0; i < row.length; i++) {
            boolean text = columns.get(i).kind() == Column.Kind.TEXT;
            String cell = io.outTerminal() && text ? TextWidth.cut(row[i], widths[i], mark) : row[i];
            boolean group = text && row[i].endsWith("/");
            pad(line, group ? Style.GROUP.on(cell, io.colored()) : cell, TextWidth.of(cell), i);
        }
        out.println(strip(line));
    }

    private static String strip(StringBuilder line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        return line.substring(0, end);
    }

    private void pad(StringBuilder line, String cell, int width, int column) {
        String blanks = " ".repeat(Math.max(0, widths[column] - width));
        boolean right = columns.get(column).right();
        line.append(column == 0 ? "" : GAP).append(right ? blanks : "").append(cell);
        line.append(right ? "" : blanks);
    }

    @Override
    public void finish() throws IOException {
        if (widths == null && !held.isEmpty()) {
            release();
        }
        io.checkOut();
    }
}
