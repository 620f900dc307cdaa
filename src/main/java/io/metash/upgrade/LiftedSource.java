package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import java.io.IOException;

/** The records of a legacy store as those of V004. Closing it deletes the scratch copy. */
public final class LiftedSource implements RecordSource {
    private final ScratchText text;
    private final NdjsonSource records;
    private final DataVersion version;
    private final LiftReport report = new LiftReport();
    private boolean begun;

    /** Over records whose header has been read. */
    LiftedSource(ScratchText text, NdjsonSource records, DataVersion version) {
        this.text = text;
        this.records = records;
        this.version = version;
    }

    /** The data version of the store. */
    public DataVersion version() {
        return version;
    }

    /** What was left out; complete at the end of the records. */
    public LiftReport report() {
        return report;
    }

    @Override
    public MetaRecord next() throws IOException {
        if (!begun) {
            begun = true;
            return MetaRecord.Header.V004;
        }
        return records.next();
    }

    @Override
    public String position() {
        return records.position();
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public long bytesRead() {
        return records.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return records.bytesTotal();
    }

    @Override
    public void close() throws IOException {
        try (text) {
            records.close();
        }
    }
}
