package io.metash.output;

import io.metash.record.U64;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON: one array, or one object per line. Characters that could move a cursor are JSON escapes, which parse to the
 * same text.
 */
public final class JsonListing extends Listing {
    private final boolean array;

    JsonListing(Io io, List<Column> columns, boolean array) {
        super(io, columns);
        this.array = array;
    }

    @Override
    void write(List<? extends @Nullable Object> cells) {
        if (rows() == 0) {
            beforeFirst();
        }
        StringBuilder line = new StringBuilder();
        if (array) {
            line.append(rows() == 0 ? "[" : ",\n ");
        }
        line.append('{');
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(columns.get(i).name())
                    .append("\":");
            value(cells.get(i), line);
        }
        line.append('}');
        if (array) {
            out.print(line);
        } else {
            out.println(line);
        }
    }

    private static void value(Object cell, StringBuilder line) {
        if (cell == null || cell instanceof Boolean) {
            line.append(cell);
        } else if (cell instanceof Long number) {
            line.append(U64.text(number));
        } else if (cell instanceof JsonCell json) {
            line.append(json.json());
        } else {
            line.append(Printable.json(cell.toString()));
        }
    }

    @Override
    public void finish() throws IOException {
        if (array) {
            out.println(rows() == 0 ? "[]" : "]");
        }
        io.checkOut();
    }
}
