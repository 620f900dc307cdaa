package io.metash.output;

import io.metash.record.U64;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first text column only, one line each, unchanged; on a terminal, characters that could move the cursor are
 * escaped.
 */
final class RawListing extends Listing {
    private final int column;

    RawListing(Io io, List<Column> columns) {
        super(io, columns);
        int first = 0;
        for (int i = columns.size() - 1; i >= 0; i--) {
            if (columns.get(i).isText()) {
                first = i;
            }
        }
        column = first;
    }

    @Override
    void write(List<? extends @Nullable Object> cells) {
        if (rows() == 0) {
            beforeFirst();
        }
        Object cell = cells.get(column);
        String text = "";
        if (cell instanceof Long n) {
            text = U64.text(n);
        } else if (cell != null) {
            text = cell.toString();
        }
        out.println(io.outTerminal() ? Printable.text(text) : text);
    }

    @Override
    public void finish() throws IOException {
        io.checkOut();
    }
}
