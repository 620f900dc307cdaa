package io.metash.upgrade;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.IOException;
import java.io.InputStream;
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
        NdjsonSource in = lines(lines);
        Lift lift = survey(
                in, lines.name(), Optional.empty(), lines.anyForm(), scratch, DataVersion.V004, progress, cancel);
        return new LiftedSource(lift, in.notes());
    }

    /** The same in the form of an earlier version: one step, or some. */
    public static LiftedText liftTo(
            DataVersion version, LegacyLines lines, Path scratch, Progress progress, Cancel cancel) throws IOException {
        Lift lift = survey(
                lines(lines), lines.name(), Optional.empty(), lines.anyForm(), scratch, version, progress, cancel);
        return new LiftedText(lift);
    }

    private static NdjsonSource lines(LegacyLines lines) {
        InputStream text = new LinesInput(lines);
        return new NdjsonSource(text, lines.name(), lines.bytesTotal());
    }

    /**
     * Reads a text to its end.
     *
     * @param file the file that holds the same text, if any: it is read again instead of a copy
     */
    static Lift survey(
            NdjsonSource in,
            String name,
            Optional<Path> file,
            boolean anyForm,
            Path scratch,
            DataVersion to,
            Progress progress,
            Cancel cancel)
            throws IOException {
        ScratchText text = file.isPresent() ? ScratchText.of(file.get()) : ScratchText.create(scratch);
        try {
            Optional<ScratchText> copy = file.isPresent() ? Optional.empty() : Optional.of(text);
            Survey survey = new Surveyor(in, copy, anyForm).run(progress, cancel);
            Lift lift = new Lift(name, text, scratch, survey, to);
            lift.refuseUnreplayable();
            return lift;
        } catch (IOException | RuntimeException failed) {
            text.close();
            throw failed;
        }
    }
}
