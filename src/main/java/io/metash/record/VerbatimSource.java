package io.metash.record;

import java.io.IOException;
import java.io.OutputStream;

/** A source of records that come from lines of text, which can be passed on as they are. */
public interface VerbatimSource extends RecordSource {
    /** Writes the line of the last record without its line end. */
    void writeLine(OutputStream out) throws IOException;
}
