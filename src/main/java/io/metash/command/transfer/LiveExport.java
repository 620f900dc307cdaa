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
    public interface Receiver<T> {
        /** Receives the whole export; called again from the start when the messages were too large. */
        T receive(ExportSource source) throws IOException;
    }

    /**
     * Exports with {@code chunkLines} lines per message at first. {@code canForget}: whether the output so far can be
     * discarded. Returns the result of the receiver.
     */
    public static <T> T run(ServiceHandle service, int chunkLines, boolean canForget, Receiver<T> receiver)
            throws IOException {
        int lines = chunkLines;
        while (true) {
            try (ExportSource source = service.client().exportRecords(lines)) {
                try {
                    return receiver.receive(source);
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
