package io.metash.backup;

import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of an export file, as far as it could be read.
 *
 * @param file the file
 * @param stream the checks of its records
 * @param checksums the checksums of all its bytes
 * @param sha256 the SHA-256 of its bytes
 * @param packed whether it is compressed
 * @param broken why the records could not be read to the end, or null
 * @param notes remarks on the text
 */
record FileContent(
        StoredFile file,
        StreamVerify stream,
        Checksums checksums,
        String sha256,
        boolean packed,
        @Nullable Failure broken,
        List<String> notes) {
    private static final Pattern LINE_AND_BYTE = Pattern.compile(":(\\d+) \\(byte (\\d+)\\)$");
    private static final Pattern LINE = Pattern.compile(":(\\d+)$");

    private static final Set<ExitStatus> READ_ON =
            Set.of(ExitStatus.DAMAGED, ExitStatus.INCOMPLETE, ExitStatus.VERSION);

    /**
     * A read error at a known place.
     *
     * @param line its line
     * @param byteAt its byte offset, or -1 when only the line is known
     * @param failure the error
     */
    record ReadError(long line, long byteAt, Failure failure) {}

    /** Reads a file to its end, also past the records that can be read. */
    static FileContent read(StoredFile file, Progress progress, Cancel cancel) throws IOException {
        try (ChecksumInput in = new ChecksumInput(file.open())) {
            StreamVerify stream = new StreamVerify();
            boolean packed = false;
            Failure broken = null;
            List<String> notes = List.of();
            try (ExportText source = ExportRecords.of(file, new OpenInput(in)).watched(progress, cancel)) {
                packed = source.packed();
                new Pump(source, List.of(), stream, progress, cancel).run();
                notes = source.notes();
            } catch (Failure failure) {
                // A pipe or a device may never end.
                if (!READ_ON.contains(failure.status()) || !file.regular()) {
                    throw failure;
                }
                broken = failure;
            }
            Checksums checksums = in.drain();
            return new FileContent(file, stream, checksums, checksums.sha256Hex(), packed, broken, notes);
        }
    }

    /** Keeps the file open, since the unread rest must still be hashed. */
    private static final class OpenInput extends FilterInputStream {
        OpenInput(ChecksumInput in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, length);
        }

        @Override
        public void close() {
            // The caller closes the file.
        }
    }

    /** The facts of the records that were read. */
    StreamFacts facts() {
        return stream.facts();
    }

    /** The size of the file. */
    long bytes() {
        return checksums.bytes();
    }

    /** Whether all records were read and none is bad. */
    boolean isIntact() {
        return broken == null && stream.findings().stream().allMatch(found -> found.grade() == Grade.CONSISTENT);
    }

    /** Whether the read error is at the end of the file, so that the file was truncated. */
    boolean cut() {
        return broken != null && broken.status() == ExitStatus.INCOMPLETE;
    }

    /** The read error with its place; empty when there is none or its place is unknown. */
    Optional<ReadError> error() {
        if (broken == null || broken.where() == null) {
            return Optional.empty();
        }
        Matcher both = LINE_AND_BYTE.matcher(broken.where());
        if (both.find()) {
            return Optional.of(new ReadError(Long.parseLong(both.group(1)), Long.parseLong(both.group(2)), broken));
        }
        Matcher line = LINE.matcher(broken.where());
        if (line.find()) {
            return Optional.of(new ReadError(Long.parseLong(line.group(1)), -1, broken));
        }
        return Optional.empty();
    }

    /** The line of a byte offset; 0 in a packed file, where it is unknown. */
    long lineOf(long offset) throws IOException {
        if (packed) {
            return 0;
        }
        return LineIndex.lineOf(file, offset);
    }

    /** A verdict on the file, with what was read of it. */
    Verdict verdict(Grade grade, String what) {
        return Verdict.of(grade, file.toString(), what).ofContent(facts(), bytes(), sha256);
    }
}
