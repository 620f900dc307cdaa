package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Lifts legacy stores to V004. */
public final class Upgrade {
    private static final int LINES_BETWEEN_REPORTS = 1000;

    private Upgrade() {}

    /**
     * Reads all lines of a store and yields its records. Memory is bounded: the lines go to a scratch file.
     *
     * @param scratch the directory for that file
     * @throws io.metash.record.Failure when a line is damaged, or is of a version that cannot be lifted
     */
    public static LiftedSource lift(LegacyLines lines, Path scratch, Progress progress, Cancel cancel)
            throws IOException {
        ScratchText text = ScratchText.create(scratch);
        try {
            long count = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                text.append(line, 0, line.length);
                text.append(new byte[] {'\n'}, 0, 1);
                if (++count % LINES_BETWEEN_REPORTS == 0) {
                    cancel.check();
                    progress.moved(count, lines.bytesRead(), lines.bytesTotal());
                }
            }
            text.flush();
            long size = text.size();
            NdjsonSource records = new NdjsonSource(text.read(0, size), lines.name(), size);
            MetaRecord.Header header = (MetaRecord.Header) records.next();
            DataVersion version = DataVersion.ofHeader(header.version()).orElseThrow();
            return new LiftedSource(text, records, version);
        } catch (IOException | RuntimeException failed) {
            text.close();
            throw failed;
        }
    }
}
