package io.metash.command.transfer;

import io.metash.client.ExportSource;
import io.metash.command.option.ServiceHandle;
import io.metash.record.Failure;
import java.io.IOException;

/** The export of a running service, begun anew with smaller messages where that is possible (decisions 18). */
public final class LiveExport {
    private LiveExport() {}

    /** Takes what the service exports. */
    @FunctionalInterface
    public interface Taker {
        /** Takes all of it; called again from the start when the messages were too large. */
        void take(ExportSource source) throws IOException;
    }

    /** Exports with so many lines a message at first; {@code canForget} tells whether what was taken can be thrown away. */
    public static void run(ServiceHandle service, int chunkLines, boolean canForget, Taker taker) throws IOException {
        int lines = chunkLines;
        while (true) {
            try (ExportSource source = service.client().exportRecords(lines)) {
                try {
                    taker.take(source);
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
