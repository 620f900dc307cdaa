package io.metash.output;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints rows in one of the {@link OutputFormat formats}, in bounded memory. */
public abstract class Listing {
    /** The number of rows between checks for a closed output. */
    private static final int CHECK_EVERY = 1024;

    final Io io;
    final PrintStream out;
    final List<Column> columns;
    private long rows;
    private Runnable before = () -> {};

    Listing(Io io, List<Column> columns) {
        this.io = io;
        this.out = io.out();
        this.columns = columns;
    }

    /** A listing on the data stream of {@code io}. */
    public static Listing of(OutputFormat format, Io io, List<Column> columns) {
        return format.open(io, columns);
    }

    /** A table with columns of text. */
    public static Listing table(Io io, String... columns) {
        return of(OutputFormat.TABLE, io, Stream.of(columns).map(Column::text).toList());
    }

    /** Runs an action before the first line is printed, such as erasing a progress line. */
    public Listing before(Runnable first) {
        before = first;
        return this;
    }

    /** Called before the first line is printed. */
    final void beforeFirst() {
        before.run();
    }

    /** Adds a row: a cell per column, null for none; numbers are {@link Long}, keys {@link KeyCell} or text. */
    public void row(@Nullable Object... cells) throws IOException {
        add(Arrays.asList(cells));
    }

    /** Adds a row like {@link #row}; the list must not change afterwards. */
    public void add(List<? extends @Nullable Object> cells) throws IOException {
        write(cells);
        if (++rows % CHECK_EVERY == 0) {
            io.checkOut();
        }
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    abstract void write(List<? extends @Nullable Object> cells);

    /** Writes the remaining output. An interrupted listing is not finished and leaves an incomplete document. */
    public abstract void finish() throws IOException;
}
