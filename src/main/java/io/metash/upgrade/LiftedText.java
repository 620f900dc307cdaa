package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.NdjsonSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of a legacy store converted to any later version, in the order of an export of that version. */
public final class LiftedText implements Closeable {
    private final Lift lift;
    private final Iterator<Lift.Part> parts;
    private final LineScanner scanner = new LineScanner();
    private final RowKey key = new RowKey();
    private @Nullable LineKind kind;
    private @Nullable NdjsonSource rows;
    private @Nullable SortedLines sorted;

    LiftedText(Lift lift) {
        this.lift = lift;
        this.parts = lift.parts().iterator();
    }

    /** The data version of the store. */
    public DataVersion version() {
        return lift.survey().version();
    }

    /** The report; complete at the end of the lines. */
    public LiftReport report() {
        return lift.report();
    }

    /**
     * Returns the next line without its line end, or null at the end.
     *
     * @throws io.metash.record.Failure for an invalid line
     */
    public byte @Nullable [] next() throws IOException {
        while (true) {
            byte[] line = row();
            if (line != null) {
                return line;
            }
            closeRows();
            if (!parts.hasNext()) {
                return null;
            }
            Lift.Part part = parts.next();
            if (part.fact().isPresent()) {
                return lift.text(part.fact().get());
            }
            kind = part.kind();
            RowRange range = part.rows().orElseThrow();
            if (range.ascending()) {
                rows = lift.read(range);
            } else {
                sorted = lift.sorted(range, kind);
            }
        }
    }

    private byte @Nullable [] row() throws IOException {
        if (sorted != null) {
            return sorted.next();
        }
        while (rows != null && rows.nextLine()) {
            try {
                if (SortedLines.isRow(
                        Objects.requireNonNull(kind), scanner, key, rows.buffer(), rows.lineFrom(), rows.lineTo())) {
                    byte[] line = lift.chain().apply(rows.buffer(), rows.lineFrom(), rows.lineTo());
                    if (line != null) {
                        return line;
                    }
                }
            } catch (BadText bad) {
                throw rows.failure(bad);
            }
        }
        return null;
    }

    private void closeRows() throws IOException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
        if (sorted != null) {
            sorted.close();
            sorted = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (lift) {
            closeRows();
        }
    }
}
