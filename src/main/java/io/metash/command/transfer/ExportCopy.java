package io.metash.command.transfer;

import io.metash.client.ExportSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.VerbatimPump;
import io.metash.record.VerbatimSink;
import java.io.IOException;
import java.util.List;

/** Copies an export: lines of a running service are kept as received, all other sources are written as records. */
public final class ExportCopy {
    private ExportCopy() {}

    /** Copies all of a source to a sink, and finishes the sink. */
    public static void run(RecordSource source, VerbatimSink sink, Progress progress, Cancel cancel)
            throws IOException {
        if (source instanceof ExportSource service) {
            service.keepLines();
            new VerbatimPump(service, sink, progress, cancel).run();
        } else {
            new Pump(source, List.of(), sink, progress, cancel).run();
        }
    }
}
