package io.metash.record;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Passes each record to an observer, in order and on one thread, before the wrapped sink writes it. */
public final class ObservedSink implements BatchSink, VerbatimSink {
    private final BatchSink below;
    private final Consumer<MetaRecord> observer;

    /** Wraps {@code below} and passes its records to {@code observer}. */
    public ObservedSink(BatchSink below, Consumer<MetaRecord> observer) {
        this.below = below;
        this.observer = observer;
    }

    /** Records and their encoding by the wrapped sink. */
    private record Encoding(List<MetaRecord> records, Object below) {}

    @Override
    public void accept(MetaRecord record) throws IOException {
        observer.accept(record);
        below.accept(record);
    }

    @Override
    public void passOn(MetaRecord record, VerbatimSource source) throws IOException {
        observer.accept(record);
        if (below instanceof VerbatimSink verbatim) {
            verbatim.passOn(record, source);
        } else {
            below.accept(record);
        }
    }

    @Override
    public Object encode(List<MetaRecord> records) {
        return new Encoding(records, below.encode(records));
    }

    @Override
    public void write(Object encoded) throws IOException {
        Encoding both = (Encoding) encoded;
        both.records.forEach(observer);
        below.write(both.below);
    }

    @Override
    public void finish() throws IOException {
        below.finish();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
