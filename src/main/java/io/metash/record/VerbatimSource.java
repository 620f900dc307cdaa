package io.metash.record;

import java.io.IOException;
import java.io.OutputStream;

/** A source whose lines can be copied unchanged. */
public interface VerbatimSource extends RecordSource {
    /** Writes the line of the last record without its line end. */
    void writeLine(OutputStream out) throws IOException;
}
