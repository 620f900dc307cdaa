package io.metash.record;

import java.io.IOException;

/** A sink that accepts the line of a record unchanged. */
public interface VerbatimSink extends RecordSink {
    /** Accepts the last record of a source together with its line. */
    void passOn(MetaRecord record, VerbatimSource source) throws IOException;
}
