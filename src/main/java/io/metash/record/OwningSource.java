package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

/** A source of records that closes its store together with it. */
public final class OwningSource extends ForwardingSource {
    private final Closeable owner;

    /** Creates the source of a store, which it owns. */
    public OwningSource(RecordSource source, Closeable owner) {
        super(source);
        this.owner = owner;
    }

    @Override
    public void close() throws IOException {
        try (owner) {
            super.close();
        }
    }
}
