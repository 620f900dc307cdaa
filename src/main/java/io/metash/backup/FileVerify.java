package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.ShellWord;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies an export file: every byte against the manifest if there is one, and every line and their consistency in
 * any case. Takes one pass, with checksums on one thread and lines on the others; on a mismatch, further passes
 * locate it.
 */
public final class FileVerify {
    private static final Pattern LINE_AND_BYTE = Pattern.compile(":(\\d+) \\(byte (\\d+)\\)$");
    private static final Pattern LINE = Pattern.compile(":(\\d+)$");

    private static final Set<ExitStatus> READ_ON =
            Set.of(ExitStatus.DAMAGED, ExitStatus.INCOMPLETE, ExitStatus.VERSION);

    private final StoredFile file;
    private final boolean regular;
    private Manifest manifest;
    private Failure manifestFailure;
    private StreamVerify stream;
    private Failure broken;
    private Checksums checksums;
    private String sha256;
    private boolean packed;
    private List<String> notes = List.of();

    private FileVerify(StoredFile file) throws IOException {
        this.file = file;
        this.regular = file.regular();
    }

    /**
     * Verifies a file.
     *
     * @throws Failure when the file does not exist, or its version is unsupported and no checksum proves it damaged
     */
    public static Verdict run(StoredFile file, Progress progress, Cancel cancel) throws IOException {
        return new FileVerify(file).verdict(progress, cancel);
    }

    /** Verifies a local file. */
    public static Verdict run(Path file, Progress progress, Cancel cancel) throws IOException {
        return run(StoredFile.of(file), progress, cancel);
    }

    private Verdict verdict(Progress progress, Cancel cancel) throws IOException {
        try {
            manifest = Manifest.of(file);
        } catch (Failure unreadable) {
            manifestFailure = unreadable;
        }
        read(progress, cancel);
        sha256 = checksums.sha256Hex();
        if (manifest != null) {
            if (sha256.equals(manifest.sha256())) {
                return proved();
            }
            boolean otherSize = checksums.bytes() != manifest.bytes();
            if (otherSize && ofAnother()) {
                return manifestOfAnother();
            }
            return contradicted();
        }
        if (broken != null && broken.status() == ExitStatus.VERSION && manifestFailure == null) {
            throw broken;
        }
        Verdict unproved = unproved();
        if (manifestFailure == null) {
            return unproved;
        }
        return manifestDamaged(unproved);
    }

    private void read(Progress progress, Cancel cancel) throws IOException {
        try (ChecksumInput in = new ChecksumInput(file.open())) {
            stream = new StreamVerify();
            try (ExportText source = ExportRecords.of(file, new OpenInput(in)).watched(progress, cancel)) {
                packed = source.packed();
                new Pump(source, List.of(), stream, progress, cancel).run();
                notes = source.notes();
            } catch (Failure failure) {
                if (!READ_ON.contains(failure.status())) {
                    throw failure;
                }
                broken = failure;
            }
            checksums = in.drain();
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

    private Verdict proved() {
        List<Finding> findings = new ArrayList<>(stream.findings());
        if (broken != null) {
            findings.add(Finding.of(
                    Note.Code.UNREADABLE, "it still cannot be read: " + broken.what() + ", " + broken.where()));
        }
        notes.forEach(note -> findings.add(Finding.of(Note.Code.READING, note)));
        findings.sort((a, b) -> b.grade().compareTo(a.grade()));
        String remedy = broken == null ? null : "use the metash that made it: " + manifest.tool();
        return verdict(
                broken == null ? Grade.PROVED : Grade.DAMAGED,
                "every byte is as exported: its SHA-256 matches the manifest",
                0,
                -1,
                null,
                remedy,
                findings);
    }

    private Verdict verdict(
            Grade grade, String what, long line, long byteAt, String why, String next, List<Finding> findings) {
        return Verdict.of(grade, file.toString(), what)
                .at(line, byteAt)
                .because(why)
                .withRemedy(Verdict.Remedy.NEW_BACKUP, next)
                .withFindings(findings)
                .ofContent(stream.facts(), checksums.bytes(), sha256)
                .withManifest(manifest);
    }

    /** Whether the manifest belongs to another backup: the file is sound but describes a different state. */
    private boolean ofAnother() {
        boolean sound =
                broken == null && stream.findings().stream().noneMatch(found -> found.grade() != Grade.CONSISTENT);
        StreamFacts facts = stream.facts();
        return sound
                && (!Objects.equals(facts.lastApplied(), manifest.lastApplied())
                        || !Objects.equals(facts.lastLog(), manifest.lastLog())
                        || !Objects.equals(facts.nodeId(), manifest.source().nodeId()));
    }

    private Verdict manifestOfAnother() throws IOException {
        String place = Manifest.placeFor(file).toString();
        return verdict(
                Grade.DAMAGED,
                "the manifest next to it is of another backup: it says "
                        + ends(manifest.lastApplied(), manifest.lastLog()) + ", the file "
                        + ends(stream.facts().lastApplied(), stream.facts().lastLog()),
                0,
                -1,
                "the file itself is consistent, and nothing proves that it is complete",
                "find its own manifest, or put this one away: mv " + ShellWord.of(place) + " "
                        + ShellWord.of(place + ".other"),
                stream.findings());
    }

    private static String ends(LogId lastApplied, LogId lastLog) {
        String applied = "last applied " + (lastApplied == null ? "nothing" : lastApplied);
        return applied + " and last log " + (lastLog == null ? "none" : lastLog.toString());
    }

    /** Locates the difference between the file and its manifest. */
    private Verdict contradicted() throws IOException {
        long size = checksums.bytes();
        List<String> is = checksums.blocks();
        List<String> was = manifest.crc32c();
        int whole = (int) (Math.min(size, manifest.bytes()) / Checksums.BLOCK_BYTES);
        int wrong = 0;
        int first = -1;
        for (int i = 0; i < is.size() && i < was.size(); i++) {
            boolean comparable = i < whole || size == manifest.bytes();
            if (comparable && !is.get(i).equals(was.get(i))) {
                if (first < 0) {
                    first = i;
                }
                wrong++;
            }
        }
        if (first < 0 && size != manifest.bytes()) {
            return otherSize(size);
        }
        if (wrong == 1 && size == manifest.bytes()) {
            FlipFinder.Flip flip = FlipFinder.find(file, manifest, first);
            if (flip != null) {
                return flipped(flip);
            }
        }
        if (ofAnother()) {
            return manifestOfAnother();
        }
        return wrongBlock(Math.max(first, 0), wrong);
    }

    private Verdict otherSize(long size) throws IOException {
        if (size > manifest.bytes()) {
            return verdict(
                    Grade.DAMAGED,
                    Long.toString(size - manifest.bytes()) + " bytes too many: the export had " + manifest.bytes(),
                    lineOf(manifest.bytes()),
                    manifest.bytes(),
                    "data was added to the file after it was written",
                    "use another backup",
                    List.of());
        }
        long[] place = brokenPlace();
        if (place != null && !packed && !cut() && LineIndex.lineOf(file, size) > place[0] + 1) {
            return verdict(
                    Grade.DAMAGED,
                    broken.what(),
                    place[0],
                    place[1],
                    broken.why() + "; and " + (manifest.bytes() - size) + " bytes are missing at the end",
                    "use another backup",
                    List.of());
        }
        return verdict(
                Grade.INCOMPLETE,
                "truncated: " + (manifest.bytes() - size) + " of " + manifest.bytes() + " bytes are missing at its end",
                lineOf(size),
                size,
                missingRecords(),
                "use another backup; this one can be imported without its manifest, but lacks the rest",
                List.of());
    }

    private String missingRecords() {
        long keys = manifest.records(RecordKind.KV) - stream.facts().records(RecordKind.KV);
        long records = manifest.records() - stream.facts().records();
        return records + " of " + manifest.records() + " records are missing, " + keys + " of them keys";
    }

    private Verdict flipped(FlipFinder.Flip flip) throws IOException {
        return verdict(
                Grade.DAMAGED,
                "one byte is wrong: it is " + shown(flip.is()) + " and was " + shown(flip.was()),
                lineOf(flip.at()),
                flip.at(),
                "with that byte restored, the whole file matches its manifest",
                mend(flip),
                List.of());
    }

    /** Returns the advice for a wrong byte: a local file can be repaired. */
    private String mend(FlipFinder.Flip flip) {
        if (file.path().isEmpty()) {
            return "use another backup";
        }
        return "use another backup; to repair this one: " + print(flip.was()) + " | dd of=" + ShellWord.of(file)
                + " bs=1 seek=" + flip.at() + " conv=notrunc && metash verify " + ShellWord.of(file);
    }

    /** Returns a command that prints a byte. It contains no backslash, since messages escape them. */
    private static String print(int value) {
        if (value < 0x7f && Character.isLetterOrDigit(value)) {
            return "printf " + (char) value;
        }
        return "LC_ALL=C awk 'BEGIN{printf \"%c\", " + value + "}'";
    }

    /** The line of a byte offset; 0 in a packed file, where it is unknown. */
    private long lineOf(long offset) throws IOException {
        if (packed) {
            return 0;
        }
        return LineIndex.lineOf(file, offset);
    }

    private static String shown(int value) {
        String hex = "0x" + (value < 16 ? "0" : "") + Integer.toHexString(value);
        if (value > ' ' && value < 0x7f) {
            return "'" + (char) value + "' (" + hex + ")";
        }
        return hex;
    }

    private Verdict wrongBlock(int block, int wrong) throws IOException {
        long from = (long) block * Checksums.BLOCK_BYTES;
        long to = Math.min(from + Checksums.BLOCK_BYTES, checksums.bytes());
        String range;
        if (wrong == 1) {
            range = "between byte " + from + " and byte " + to;
        } else {
            range = "in " + wrong + " blocks of 4 MiB, the first from byte " + from + " to byte " + to;
        }
        long[] place = brokenPlace();
        boolean inside = place != null && !packed && place[1] >= from && place[1] < to;
        String what = "bytes are wrong " + range;
        String remedy = "use another backup";
        if (inside) {
            String why = broken.why() + "; " + what;
            return verdict(Grade.DAMAGED, broken.what(), place[0], place[1], why, remedy, List.of());
        }
        long line = lineOf(from);
        return verdict(Grade.DAMAGED, "bytes differ from the export", line, from, what, remedy, List.of());
    }

    /**
     * Returns the line and byte offset of a read error; the offset is -1 when only the line is known. Null when
     * neither is known.
     */
    private long[] brokenPlace() {
        if (broken == null || broken.where() == null) {
            return null;
        }
        Matcher both = LINE_AND_BYTE.matcher(broken.where());
        if (both.find()) {
            return new long[] {Long.parseLong(both.group(1)), Long.parseLong(both.group(2))};
        }
        Matcher line = LINE.matcher(broken.where());
        if (line.find()) {
            return new long[] {Long.parseLong(line.group(1)), -1};
        }
        return null;
    }

    /** Whether the read error is at the end of the file, so that the file was truncated. */
    private boolean cut() {
        return broken.status() == ExitStatus.INCOMPLETE;
    }

    private Verdict unproved() throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (broken == null) {
            for (Finding found : stream.findings()) {
                boolean placed = found.line() > 0 && found.byteAt() < 0 && regular && !packed;
                findings.add(placed ? found.atByte(LineIndex.startOf(file, found.line())) : found);
            }
        } else {
            stream.findings().stream()
                    .filter(found -> found.grade() == Grade.DAMAGED)
                    .forEach(findings::add);
            long[] place = brokenPlace();
            long byteAt;
            if (place == null) {
                byteAt = -1;
            } else if (place[1] < 0 && regular && !packed) {
                byteAt = LineIndex.startOf(file, place[0]);
            } else {
                byteAt = place[1];
            }
            Grade grade = cut() ? Grade.INCOMPLETE : Grade.DAMAGED;
            long line = place == null ? 0 : place[0];
            findings.add(new Finding(grade, broken.what(), line, byteAt, broken.why()));
        }
        notes.forEach(note -> findings.add(Finding.of(Note.Code.READING, note)));
        Verdict verdict = Verdict.of(file.toString(), findings, stream.facts(), checksums.bytes(), sha256);
        if (broken == null) {
            return verdict;
        }
        return verdict.withRemedy(Verdict.Remedy.NEW_BACKUP, broken.next());
    }

    private Verdict manifestDamaged(Verdict unproved) throws IOException {
        String itself = "the file itself is consistent, but its completeness is unproved";
        if (unproved.grade() != Grade.CONSISTENT) {
            itself = "the file itself is " + unproved.grade().words() + ": " + unproved.what();
        }
        return verdict(
                Grade.DAMAGED,
                manifestFailure.what() + ": " + Manifest.placeFor(file),
                0,
                -1,
                manifestFailure.why() + "; " + itself,
                manifestFailure.next(),
                unproved.findings());
    }
}
