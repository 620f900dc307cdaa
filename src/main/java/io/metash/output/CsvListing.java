package io.metash.output;

import io.metash.record.U64;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV of RFC 4180 with line feeds. On a terminal, characters that could move the cursor are escaped; elsewhere text is
 * unchanged.
 */
final class CsvListing extends Listing {
    CsvListing(Io io, List<Column> columns) {
        super(io, columns);
    }

    @Override
    void write(List<? extends @Nullable Object> cells) {
        if (rows() == 0) {
            beforeFirst();
            head();
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        out.println(line);
    }

    private void head() {
        out.println(columns.stream().map(Column::name).collect(Collectors.joining(",")));
    }

    private String cell(Object cell) {
        if (cell == null) {
            return "";
        }
        if (cell instanceof Long number) {
            return U64.text(number);
        }
        String whole;
        if (cell instanceof ValueCell value) {
            whole = value.csv();
        } else {
            whole = cell.toString();
        }
        String text = whole;
        if (io.outTerminal()) {
            text = Printable.text(whole);
        }
        boolean quotes = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        if (quotes) {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
        return text;
    }

    @Override
    public void finish() throws IOException {
        if (rows() == 0) {
            head();
        }
        io.checkOut();
    }
}
