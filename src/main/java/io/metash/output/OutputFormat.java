package io.metash.output;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The formats of every listing. A new format is a new {@link Listing} and a line here. */
public enum OutputFormat {
    /** Aligned columns for people. */
    TABLE(TableListing::new),
    /** One JSON array of objects. */
    JSON((io, columns) -> new JsonListing(io, columns, true)),
    /** A JSON object a line. */
    NDJSON((io, columns) -> new JsonListing(io, columns, false)),
    /** RFC 4180, with a line of names. */
    CSV(CsvListing::new),
    /** The first text column alone, as it is. */
    RAW(RawListing::new);

    private final BiFunction<Io, List<Column>, Listing> opener;

    OutputFormat(BiFunction<Io, List<Column>, Listing> opener) {
        this.opener = opener;
    }

    /** Opens a listing in this format on the data stream of {@code io}. */
    Listing open(Io io, List<Column> columns) {
        return opener.apply(io, columns);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
