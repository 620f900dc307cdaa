package io.metash.command.transfer;

import io.metash.client.ExportSource;
import io.metash.command.option.ServiceHandle;
import io.metash.record.Failure;
import java.io.IOException;

/** The export of a running service, restarted with smaller messages where possible (decisions 18). */
public final class LiveExport {
    private LiveExport() {}

    /** Receives the export. */
    @FunctionalInterface
    public interface Receiver {
        /** Receives the whole export; called again from the start when the messages were too large. */
        void receive(ExportSource source) throws IOException;
    }

    /**
     * Exports with {@code chunkLines} lines per message at first; {@code canForget} says whether the output so far can be
     * discarded.
     */
    public static void run(ServiceHandle service, int chunkLines, boolean canForget, Receiver taker)
            throws IOException {
        int lines = chunkLines;
        while (true) {
            try (ExportSource source = service.client().exportRecords(lines)) {
                try {
                    taker.receive(source);
                    return;
                } catch (Failure failed) {
                    if (source.nextChunkLines() < 0 || !canForget) {
                        throw failed;
                    }
                    lines = source.nextChunkLines();
                }
            }
        }
    }
}
