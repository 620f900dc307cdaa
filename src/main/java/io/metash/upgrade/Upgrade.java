package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Converts legacy stores to V004 in two passes: the first determines the version, the single records and the ranges
 * of the rows; the second converts the rows. Input that cannot be read twice is copied to a scratch file. Memory is
 * bounded.
 */
public final class Upgrade {
    private Upgrade() {}

    /**
     * Starts a conversion to V004 records; reads all lines once.
     *
     * @param scratch the directory for scratch files
     * @throws io.metash.record.Failure for a damaged line, or a version that cannot be converted
     */
    public static LiftedSource lift(LegacyLines lines, Path scratch, Progress progress, Cancel cancel)
            throws IOException {
        NdjsonSource in = text(lines);
        return new LiftedSource(survey(in, lines, scratch, DataVersion.V004, progress, cancel), in.notes());
    }

    /** Starts a conversion to the lines of any later version. */
    public static LiftedText liftTo(
            DataVersion version, LegacyLines lines, Path scratch, Progress progress, Cancel cancel) throws IOException {
        return new LiftedText(survey(text(lines), lines, scratch, version, progress, cancel));
    }

    private static NdjsonSource text(LegacyLines lines) {
        return new NdjsonSource(new LinesInput(lines), lines.name(), lines.bytesTotal());
    }

    private static Lift survey(
            NdjsonSource in, LegacyLines lines, Path scratch, DataVersion to, Progress progress, Cancel cancel)
            throws IOException {
        ScratchText copy = ScratchText.create(scratch);
        try {
            Survey survey = new Surveyor(in, Optional.of(copy), lines.anyForm()).run(progress, cancel);
            Lift lift = new Lift(lines.name(), copy, scratch, survey, to);
            if (lines.withoutRaft()) {
                return lift.withoutRaft();
            }
            return lift;
        } catch (IOException | RuntimeException failed) {
            copy.close();
            throw failed;
        }
    }
}
