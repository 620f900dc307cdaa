package io.metash.output;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The output formats of listings. A new format needs a {@link Listing} and a constant here. */
public enum OutputFormat {
    /** Aligned columns for people. */
    TABLE(TableListing::new),
    /** One JSON array of objects. */
    JSON((io, columns) -> new JsonListing(io, columns, true)),
    /** One JSON object per line. */
    NDJSON((io, columns) -> new JsonListing(io, columns, false)),
    /** RFC 4180 with a header line. */
    CSV(CsvListing::new),
    /** The first text column only, unchanged. */
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
