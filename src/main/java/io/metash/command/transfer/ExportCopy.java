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

/** Moves an export into its lines: those of a running service as it sent them, all others as records. */
public final class ExportCopy {
    private ExportCopy() {}

    /** Moves all of a source into a sink, and finishes the sink. */
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
