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
 * The records of an export of any data version, converted to V004. A V004 export is passed on as it is read; an earlier one
 * is read twice, see {@link Upgrade}, the first time when the first record is requested.
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

    /** Opens a file, packed or not; {@code scratch} is a directory for scratch files, should any be needed. */
    public static ExportText open(Path file, Path scratch) throws IOException {
        boolean regular = Files.isRegularFile(file);
        if (regular) {
            return of(Files.newInputStream(file), file.toString(), Files.size(file), Optional.of(file), scratch);
        }
        return of(Files.newInputStream(file), file.toString(), -1, Optional.empty(), scratch);
    }

    /**
     * The records of a stream, packed or not.
     *
     * @param name what errors call it
     * @param size its size in bytes, -1 when that is not known
     * @param file the file that the stream is of, if any: a text that is not packed is read again from there
     */
    public static ExportText of(InputStream raw, String name, long size, Optional<Path> file, Path scratch)
            throws IOException {
        NdjsonSource text = NdjsonSource.unpacking(raw, name, size);
        return new ExportText(text, name, text.packed() ? Optional.empty() : file, scratch);
    }

    /** Reports the first reading of an earlier version. */
    public ExportText watched(Progress by, Cancel wish) {
        progress = by;
        cancel = wish;
        return this;
    }

    /** Whether gzip or zstd packed the text. */
    public boolean packed() {
        return text.packed();
    }

    /** What a user should know of the text, a sentence each; complete at the end. */
    public List<String> notes() {
        if (lifted == null) {
            return text.notes().lines();
        }
        return lifted.lines();
    }

    /** Whether the text is of an earlier version than V004. */
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

    /** Whether a first line begins a text of V0 to V003; what is no line of any version is left to the reader of V004. */
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
    public MetaRecord next() throws IOException {
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
    public Pieces pieces() {
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
