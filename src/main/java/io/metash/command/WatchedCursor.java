package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.Segment;
import java.io.IOException;

/** Counts what passes, and ends when somebody wishes so. */
final class WatchedCursor implements KvCursor {
    private final KvCursor below;
    private final Cancel cancel;
    private final Meter meter;

    WatchedCursor(KvCursor below, Cancel cancel, Meter meter) {
        this.below = below;
        this.cancel = cancel;
        this.meter = meter;
    }

    @Override
    public boolean next() throws IOException {
        cancel.check();
        if (!below.next()) {
            return false;
        }
        meter.add(Segment.bytes(below.key(), below.value()));
        return true;
    }

    @Override
    public Bytes key() {
        return below.key();
    }

    @Override
    public SeqV value() {
        return below.value();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
