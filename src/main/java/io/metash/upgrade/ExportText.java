package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export of any data version as V004 records. Passes a V004 export on as it is read; reads an earlier one
 * twice, see {@link Upgrade}, the first time when the first record is requested.
 */
public final class ExportText implements RecordSource {
    private final NdjsonSource text;
    private final String name;
    private final Optional<Path> file;
    private final Path scratch;
    private Progress progress = Progress.NONE;
    private Cancel cancel = new Cancel();
    private @Nullable LiftedSource lifted;
    private boolean begun;

    private ExportText(NdjsonSource text, String name, Optional<Path> file, Path scratch) {
        this.text = text;
        this.name = name;
        this.file = file;
        this.scratch = scratch;
    }

    /** Opens a file, compressed or not; {@code scratch} is a directory for scratch files. */
    public static ExportText open(Path file, Path scratch) throws IOException {
        boolean regular = Files.isRegularFile(file);
        if (regular) {
            return of(Files.newInputStream(file), file.toString(), Files.size(file), Optional.of(file), scratch);
        }
        return of(Files.newInputStream(file), file.toString(), -1, Optional.empty(), scratch);
    }

    /**
     * Reads a stream, compressed or not.
     *
     * @param name its name in errors
     * @param size its size in bytes, -1 when unknown
     * @param file the file of the stream, if any: an uncompressed text is read again from there
     */
    public static ExportText of(InputStream raw, String name, long size, Optional<Path> file, Path scratch)
            throws IOException {
        NdjsonSource text = NdjsonSource.unpacking(raw, name, size);
        return new ExportText(text, name, text.packed() ? Optional.empty() : file, scratch);
    }

    /** Sets the progress listener and cancellation token for the first pass over an earlier version. */
    public ExportText watched(Progress by, Cancel newCancel) {
        progress = by;
        cancel = newCancel;
        return this;
    }

    /** Whether the text is compressed by gzip or zstd. */
    public boolean packed() {
        return text.packed();
    }

    /** Notes on the text, one sentence each; complete at the end. */
    public List<String> notes() {
        if (lifted == null) {
            return text.notes().lines();
        }
        return lifted.lines();
    }

    /** Whether the text is of a version before V004. */
    public boolean legacy() throws IOException {
        begin();
        return lifted != null;
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        Optional<byte[]> first = text.firstLine();
        if (first.isEmpty() || !isLegacy(first.get())) {
            return;
        }
        ScratchText again;
        if (file.isPresent()) {
            again = ScratchText.of(file.get());
        } else {
            again = ScratchText.create(scratch);
        }
        try {
            Optional<ScratchText> copy = Optional.empty();
            if (!file.isPresent()) {
                copy = Optional.of(again);
            }
            Survey survey = new Surveyor(text, copy, false).run(progress, cancel);
            if (file.isPresent() && again.size() != text.nextOffset()) {
                throw Failure.of(ExitStatus.IO, "the file changed while it was read")
                        .at(name)
                        .next("run the command again when nothing writes to the file");
            }
            lifted = new LiftedSource(new Lift(name, again, scratch, survey, DataVersion.V004), text.notes());
        } catch (IOException | RuntimeException failed) {
            again.close();
            throw failed;
        }
    }

    /** Whether a text starts like V0 to V003; the V004 reader reports lines of no version. */
    private static boolean isLegacy(byte[] line) {
        StoreLine first;
        try {
            first = StoreLine.parse(line, 0, line.length);
        } catch (BadText bad) {
            return bad.status() == ExitStatus.VERSION;
        }
        if (first.kind() == LineKind.DATA_HEADER && first.stateMachine() < 0) {
            return first.value()
                    .map(value -> String.valueOf(value.get("version")).replace("\"", ""))
                    .flatMap(DataVersion::ofHeader)
                    .filter(version -> version != DataVersion.V004)
                    .isPresent();
        }
        return first.kind().first().compareTo(DataVersion.V0_C) <= 0;
    }

    private RecordSource source() {
        if (lifted == null) {
            return text;
        }
        return lifted;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        begin();
        return source().next();
    }

    @Override
    public Optional<String> dataVersion() throws IOException {
        begin();
        return source().dataVersion();
    }

    @Override
    public Map<String, Long> leftOut() {
        return source().leftOut();
    }

    @Override
    public String position() {
        return source().position();
    }

    @Override
    public long line() {
        return source().line();
    }

    @Override
    public long bytesRead() {
        return source().bytesRead();
    }

    @Override
    public long bytesTotal() {
        return source().bytesTotal();
    }

    @Override
    public @Nullable Pieces pieces() {
        return source().pieces();
    }

    @Override
    public void close() throws IOException {
        try (text) {
            if (lifted != null) {
                lifted.close();
            }
        }
    }
}
