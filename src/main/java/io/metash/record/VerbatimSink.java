package io.metash.record;

import java.io.IOException;

/** A sink of lines that takes the line of a record as it is. */
public interface VerbatimSink extends RecordSink {
    /** Takes the last record of a source with its line. */
    void passOn(MetaRecord record, VerbatimSource source) throws IOException;
}
