package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import org.jspecify.annotations.Nullable;

/** An empty state. */
final class EmptyStore implements ReadStore {
    @Override
    public @Nullable SeqV get(Bytes key) {
        return null;
    }

    @Override
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) {
        return new KvCursor() {
            @Override
            public boolean next() {
                return false;
            }

            @Override
            public Bytes key() {
                throw new IllegalStateException("no key");
            }

            @Override
            public SeqV value() {
                throw new IllegalStateException("no key");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public ExpiryCursor expiries() {
        return new ExpiryCursor() {
            @Override
            public boolean next() {
                return false;
            }

            @Override
            public long timeMs() {
                throw new IllegalStateException("no row");
            }

            @Override
            public long seq() {
                throw new IllegalStateException("no row");
            }

            @Override
            public Bytes key() {
                throw new IllegalStateException("no row");
            }

            @Override
            public void close() {}
        };
    }
}
