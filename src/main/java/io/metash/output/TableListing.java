package io.metash.output;

import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first rows are buffered to determine the widths; a later, wider cell overflows its column. On a
 * terminal rows are fitted: first ages next to times are dropped, then the widest text is cut; if still too wide, each row
 * is printed as lines of name and value, with long values wrapped. Keys, addresses and file names are never cut, since
 * they are typed; in the last column a long key is printed below the other cells. Other output is never cut.
 */
final class TableListing extends Listing {
    private static final int HELD = 500;
    private static final int MIN_TEXT = 8;
    private static final String GAP = "  ";

    private final List<List<? extends @Nullable Object>> held = new ArrayList<>();
    private final long nowMs = System.currentTimeMillis();
    private boolean ages;
    private boolean vertical;
    private int[] widths = new int[0];
    private boolean measured;

    TableListing(Io io, List<Column> columns) {
        super(io, columns);
        this.ages = io.outTerminal();
    }

    @Override
    void write(List<? extends @Nullable Object> cells) {
        if (measured) {
            print(cells);
            return;
        }
        held.add(cells);
        if (held.size() == HELD) {
            release();
        }
    }

    private String text(Column column, @Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        if (cell instanceof Long number) {
            return switch (column.kind()) {
                case BYTES -> Units.bytes(number);
                case TIME -> time(number);
                case NUMBER -> Units.number(number);
                case ID -> U64.text(number);
                case TEXT, WHOLE, FLAG -> typed(cell);
            };
        }
        if (cell instanceof Boolean flag && column.kind() == Column.Kind.FLAG) {
            return flag ? "yes" : "no";
        }
        return typed(cell);
    }

    private static String typed(Object cell) {
        if (cell instanceof KeyCell key) {
            return key.typed();
        }
        return Printable.text(cell.toString());
    }

    private String time(long ms) {
        String age = "";
        if (ages) {
            age = Units.age(ms, nowMs);
        }
        return Units.timestamp(ms, io.display().local()) + (age.isEmpty() ? "" : " (" + age + ")");
    }

    private void release() {
        beforeFirst();
        measure();
        if (io.outTerminal()) {
            int available = io.width().getAsInt();
            if (total() > available) {
                if (ages && columns.stream().anyMatch(column -> column.kind() == Column.Kind.TIME)) {
                    ages = false;
                    measure();
                }
                fit(available);
                vertical = total() > available;
            }
        }
        if (!vertical) {
            StringBuilder heads = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                pad(heads, head(i), head(i).length(), i);
            }
            out.println(Style.HEAD.on(heads.toString().stripTrailing(), io.colored()));
        }
        held.forEach(this::print);
        held.clear();
    }

    private void measure() {
        measured = true;
        widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = head(i).length();
            for (List<? extends @Nullable Object> row : held) {
                widths[i] = Math.max(widths[i], TextWidth.of(text(columns.get(i), row.get(i))));
            }
        }
    }

    private int total() {
        int all = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            all += width;
        }
        return all;
    }

    private String head(int column) {
        String name = columns.get(column).name();
        return (name.endsWith("_ms") ? name.substring(0, name.length() - 3) : name).replace('_', ' ');
    }

    /** Shrinks the widest column repeatedly until the table fits. */
    private void fit(int available) {
        for (int over = total() - available; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean text = columns.get(i).kind() == Column.Kind.TEXT && !(hasKeys(i) && i < widths.length - 1);
                int least = Math.max(MIN_TEXT, head(i).length());
                if (text && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private boolean hasKeys(int column) {
        return held.stream().anyMatch(row -> row.get(column) instanceof KeyCell);
    }

    private void print(List<? extends @Nullable Object> cells) {
        if (vertical) {
            printUpright(cells);
            return;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String whole = text(columns.get(i), cells.get(i));
            boolean text = columns.get(i).kind() == Column.Kind.TEXT;
            String cell = whole;
            if (io.outTerminal() && text && !(cells.get(i) instanceof KeyCell)) {
                cell = TextWidth.cut(whole, widths[i], mark());
            }
            boolean group = text && isGroup(cells.get(i));
            if (i > 0 && i == cells.size() - 1 && cells.get(i) instanceof KeyCell && isTooWide(line, cell)) {
                out.println(strip(line));
                out.println(GAP + (group ? Style.GROUP.on(cell, io.colored()) : cell));
                return;
            }
            pad(line, group ? Style.GROUP.on(cell, io.colored()) : cell, TextWidth.of(cell), i);
        }
        out.println(strip(line));
    }

    /** Whether the last cell is too wide for the rest of the line. Text before a key has no style. */
    private boolean isTooWide(StringBuilder line, String cell) {
        return io.outTerminal()
                && TextWidth.of(line.toString()) + GAP.length() + TextWidth.of(cell)
                        > io.width().getAsInt();
    }

    private static boolean isGroup(Object cell) {
        if (cell instanceof KeyCell key) {
            return key.shown().endsWith("/");
        }
        return cell != null && cell.toString().endsWith("/");
    }

    private void printUpright(List<? extends @Nullable Object> cells) {
        int labels = 0;
        for (int i = 0; i < cells.size(); i++) {
            labels = Math.max(labels, head(i).length());
        }
        int columnsOfScreen = io.width().getAsInt();
        for (int i = 0; i < cells.size(); i++) {
            String label = head(i) + " ".repeat(labels - head(i).length());
            String cell = text(columns.get(i), cells.get(i));
            String styled = Style.HEAD.on(label, io.colored());
            if (cells.get(i) instanceof KeyCell) {
                out.println(styled + GAP + cell);
                continue;
            }
            List<String> lines = TextWrap.row(label + GAP, cell, columnsOfScreen);
            for (int row = 0; row < lines.size(); row++) {
                String line = lines.get(row);
                if (columns.get(i).kind() != Column.Kind.WHOLE) {
                    line = TextWidth.cut(line, columnsOfScreen, mark());
                }
                if (row == 0) {
                    line = styled + line.substring(Math.min(label.length(), line.length()));
                }
                out.println(line.stripTrailing());
            }
        }
        out.println();
    }

    private String mark() {
        if (io.display().unicode()) {
            return "\u2026";
        }
        return "~";
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
        line.append(column == 0 ? "" : GAP);
        line.append(right ? blanks : "").append(cell);
        line.append(right ? "" : blanks);
    }

    @Override
    public void finish() throws IOException {
        if (!measured && !held.isEmpty()) {
            release();
        }
        io.checkOut();
    }
}
