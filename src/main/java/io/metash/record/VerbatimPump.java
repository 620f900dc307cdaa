package io.metash.record;

import java.io.IOException;

/** Copies the lines of a source to a sink unchanged. Every line is parsed, so that invalid lines are rejected. */
public final class VerbatimPump {
    private static final int LOOK = 1000;

    private final VerbatimSource source;
    private final VerbatimSink sink;
    private final Progress progress;
    private final Cancel cancel;

    /** Connects a source to a sink. Closes neither. */
    public VerbatimPump(VerbatimSource source, VerbatimSink sink, Progress progress, Cancel cancel) {
        this.source = source;
        this.sink = sink;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** Copies everything and finishes the sink; returns the number of records. */
    public long run() throws IOException {
        long moved = 0;
        for (MetaRecord record = source.next(); record != null; record = source.next()) {
            sink.passOn(record, source);
            moved++;
            if (moved % LOOK == 0) {
                cancel.check();
                progress.moved(moved, source.bytesRead(), source.bytesTotal());
            }
        }
        progress.moved(moved, source.bytesRead(), source.bytesTotal());
        sink.finish();
        return moved;
    }
}
