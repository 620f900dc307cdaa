package io.metash.record;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Passes each record to an observer, in order and on one thread, before the wrapped sink writes it. */
public final class ObservedSink implements BatchSink, VerbatimSink {
    private final BatchSink wrapped;
    private final Consumer<MetaRecord> observer;

    /** Passes the records of {@code wrapped} to {@code observer}. */
    public ObservedSink(BatchSink wrapped, Consumer<MetaRecord> observer) {
        this.wrapped = wrapped;
        this.observer = observer;
    }

    /** Records and their encoding by the wrapped sink. */
    private record Encoding(List<MetaRecord> records, Object encoded) {}

    @Override
    public void accept(MetaRecord record) throws IOException {
        observer.accept(record);
        wrapped.accept(record);
    }

    @Override
    public void passOn(MetaRecord record, VerbatimSource source) throws IOException {
        observer.accept(record);
        if (wrapped instanceof VerbatimSink verbatim) {
            verbatim.passOn(record, source);
        } else {
            wrapped.accept(record);
        }
    }

    @Override
    public Object encode(List<MetaRecord> records) {
        return new Encoding(records, wrapped.encode(records));
    }

    @Override
    public void write(Object encoded) throws IOException {
        Encoding both = (Encoding) encoded;
        both.records.forEach(observer);
        wrapped.write(both.encoded);
    }

    @Override
    public void finish() throws IOException {
        wrapped.finish();
    }

    @Override
    public void close() throws IOException {
        wrapped.close();
    }
}
