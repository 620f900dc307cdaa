package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.Segment;
import java.io.IOException;

/** Counts the keys of another cursor, shows progress, and stops on cancellation. */
public final class ProgressCursor implements KvCursor {
    private static final int SHOW_EVERY = 16;

    private final KvCursor below;
    private final CommandContext context;

    public ProgressCursor(KvCursor below, CommandContext context) {
        this.below = below;
        this.context = context;
    }

    @Override
    public boolean next() throws IOException {
        context.cancel().check();
        if (!below.next()) {
            return false;
        }
        ReadMeter meter = context.progress().meter();
        meter.add(Segment.bytes(below.key(), below.value()));
        if (meter.records() % SHOW_EVERY == 0) {
            context.progress().reading();
        }
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
        context.progress().pause();
        below.close();
    }
}
