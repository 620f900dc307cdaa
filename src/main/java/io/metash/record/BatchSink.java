package io.metash.record;

import java.io.IOException;
import java.util.List;

/** A sink that encodes batches of records on any thread and writes the encoded batches in order. */
public interface BatchSink extends RecordSink {
    /** Encodes records; may be called on any thread. */
    Object encode(List<MetaRecord> records);

    /** Writes encoded batches in record order. */
    void write(Object encoded) throws IOException;
}
