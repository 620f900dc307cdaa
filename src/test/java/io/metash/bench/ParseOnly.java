package io.metash.bench;

import io.metash.ndjson.NdjsonSource;
import java.io.IOException;
import java.nio.file.Path;

/** Parses an export and discards its records. usage: ParseOnly FILE */
public final class ParseOnly {
    private ParseOnly() {}

    /** Parses the file. */
    public static void main(String[] arguments) throws IOException {
        long records = 0;
        try (NdjsonSource source = NdjsonSource.open(Path.of(arguments[0]))) {
            while (source.next() != null) {
                records++;
            }
        }
        System.out.println(records + " records");
    }
}
