package io.metash.backup;

import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import java.io.IOException;

/** Lets every record pass the checks, and those that need the whole stream speak before the store is completed. */
public record CheckedSink(RecordSink sink, StoreChecks checks) implements RecordSink {
    @Override
    public void accept(MetaRecord record) throws IOException {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) throws IOException {
        checks.take(record, line);
        sink.accept(record, line);
    }

    @Override
    public void finish() throws IOException {
        checks.finish();
        sink.finish();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
