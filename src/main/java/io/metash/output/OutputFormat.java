package io.metash.output;

import java.util.Locale;

/** The forms in which every listing can be had. */
public enum OutputFormat {
    /** Aligned columns for people. */
    TABLE,
    /** One JSON array of objects. */
    JSON,
    /** A JSON object a line. */
    NDJSON,
    /** RFC 4180, with a line of names. */
    CSV,
    /** The first text column alone, as it is. */
    RAW;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
