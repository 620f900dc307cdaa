package io.metash.record;

import java.io.IOException;

/** Moves the records of a source into a sink with their lines as they are. Every line is read, so that a bad one is refused. */
public final class VerbatimPump {
    private static final int LOOK = 1000;

    private final VerbatimSource source;
    private final VerbatimSink sink;
    private final Progress progress;
    private final Cancel cancel;

    /** Joins a source and a sink. Neither is closed here. */
    public VerbatimPump(VerbatimSource source, VerbatimSink sink, Progress progress, Cancel cancel) {
        this.source = source;
        this.sink = sink;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** Moves everything and finishes the sink; returns the number of records. */
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
