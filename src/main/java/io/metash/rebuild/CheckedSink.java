package io.metash.rebuild;

import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import java.io.IOException;

/** Lets the checks that need the whole stream speak before the store is completed. */
record CheckedSink(RecordSink sink, StoreChecks checks) implements RecordSink {
    @Override
    public void accept(MetaRecord record) throws IOException {
        sink.accept(record);
    }

    @Override
    public void accept(MetaRecord record, long line) throws IOException {
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
