package io.metash.output;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** Rows going out in one of the {@link OutputFormat forms}, one after the other, in bounded memory. */
public abstract class Listing {
    /** So often the output is asked whether anybody still reads. */
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

    /** Has something done before the first line goes out: what stands on the screen for the time being goes away. */
    public Listing before(Runnable first) {
        before = first;
        return this;
    }

    /** The first line goes out now. */
    final void beforeFirst() {
        before.run();
    }

    /** One more row: a cell per column, null for none; numbers are {@link Long}, keys {@link KeyCell} or text. */
    public void row(Object... cells) throws IOException {
        write(cells);
        if (++rows % CHECK_EVERY == 0) {
            io.checkOut();
        }
    }

    /** How many rows there were. */
    public long rows() {
        return rows;
    }

    abstract void write(Object[] cells);

    /** Writes what is left. A listing that is not finished, for it was interrupted, is no whole document. */
    public abstract void finish() throws IOException;
}
