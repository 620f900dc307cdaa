package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lifts legacy stores to V004. A store is read twice: once to find its version, its single records and where its rows are, and
 * once to lift the rows. What cannot be read twice is copied to a scratch file. Memory is bounded.
 */
public final class Upgrade {
    private Upgrade() {}

    /**
     * Yields the records of a store; the lines are read to their end now.
     *
     * @param scratch the directory for scratch files
     * @throws io.metash.record.Failure when a line is damaged, or is of a version that cannot be lifted
     */
    public static LiftedSource lift(LegacyLines lines, Path scratch, Progress progress, Cancel cancel)
            throws IOException {
        NdjsonSource in = text(lines);
        return new LiftedSource(survey(in, lines, scratch, DataVersion.V004, progress, cancel), in.notes());
    }

    /** Yields the lines of a store in the form of a later version, which need not be V004. */
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
