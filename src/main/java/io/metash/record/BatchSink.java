package io.metash.record;

import java.io.IOException;
import java.util.List;

/** A sink whose output can be made of many records at once, by several threads, before it is written in order. */
public interface BatchSink extends RecordSink {
    /** Makes the output of some records; called by any thread. */
    Object encode(List<MetaRecord> records);

    /** Writes what {@link #encode} made, in the order of the records. */
    void write(Object encoded) throws IOException;
}
