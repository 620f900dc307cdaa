package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.ShellWord;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares an export file with its manifest; on a mismatch, locates it. */
final class FileProof {
    private static final String ANOTHER = "use another backup";

    private final FileContent content;
    private final Manifest manifest;
    private final StoredFile file;

    FileProof(FileContent content, Manifest manifest) {
        this.content = content;
        this.manifest = manifest;
        this.file = content.file();
    }

    /** The verdict on the file. */
    Verdict verdict() throws IOException {
        if (content.sha256().equals(manifest.sha256())) {
            return proved();
        }
        if (content.bytes() != manifest.bytes() && ofAnother()) {
            return manifestOfAnother();
        }
        return contradicted();
    }

    private Verdict proved() {
        List<Finding> findings = new ArrayList<>(content.stream().findings());
        Grade grade = Grade.PROVED;
        String remedy = null;
        Failure broken = content.broken();
        if (broken != null) {
            grade = Grade.DAMAGED;
            remedy = "use the version of metash that made it: " + manifest.tool();
            findings.add(Finding.of(
                    Note.Code.UNREADABLE, "it still cannot be read: " + broken.what() + ", " + broken.where()));
        }
        content.notes().forEach(note -> findings.add(Finding.of(Note.Code.READING, note)));
        findings.sort((a, b) -> b.grade().compareTo(a.grade()));
        return verdict(grade, "every byte is as exported: its SHA-256 matches the manifest", remedy)
                .withFindings(findings);
    }

    /** A verdict on the file, with the advice for a new backup or null. */
    private Verdict verdict(Grade grade, String what, @Nullable String next) {
        return content.verdict(grade, what).withManifest(manifest).withRemedy(Verdict.Remedy.NEW_BACKUP, next);
    }

    /** Whether the manifest belongs to another backup: the file is sound but describes a different state. */
    private boolean ofAnother() {
        StreamFacts facts = content.facts();
        return content.isIntact()
                && (!Objects.equals(facts.lastApplied(), manifest.lastApplied())
                        || !Objects.equals(facts.lastLog(), manifest.lastLog())
                        || !Objects.equals(facts.nodeId(), manifest.source().nodeId()));
    }

    private Verdict manifestOfAnother() throws IOException {
        String place = String.valueOf(Manifest.placeFor(file));
        return verdict(
                        Grade.DAMAGED,
                        "the manifest next to it belongs to another backup: it has "
                                + ends(manifest.lastApplied(), manifest.lastLog()) + ", the file "
                                + ends(
                                        content.facts().lastApplied(),
                                        content.facts().lastLog()),
                        "find its own manifest, or move this one away: mv " + ShellWord.of(place) + " "
                                + ShellWord.of(place + ".other"))
                .because("the file itself is consistent, and nothing proves that it is complete")
                .withFindings(content.stream().findings());
    }

    private static String ends(@Nullable LogId lastApplied, @Nullable LogId lastLog) {
        return "last applied " + Objects.requireNonNullElse(lastApplied, "nothing") + " and last log "
                + Objects.requireNonNullElse(lastLog, "none");
    }

    /** Locates the difference between the file and its manifest. */
    private Verdict contradicted() throws IOException {
        long size = content.bytes();
        List<String> is = content.checksums().blocks();
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
                            Long.toString(size - manifest.bytes()) + " bytes too many: the export had "
                                    + manifest.bytes(),
                            ANOTHER)
                    .at(content.lineOf(manifest.bytes()), manifest.bytes())
                    .because("data was added to the file after it was written");
        }
        Optional<FileContent.ReadError> error = content.error();
        if (error.isPresent()
                && !content.packed()
                && !content.cut()
                && LineIndex.lineOf(file, size) > error.get().line() + 1) {
            Failure broken = error.get().failure();
            return verdict(Grade.DAMAGED, broken.what(), ANOTHER)
                    .at(error.get().line(), error.get().byteAt())
                    .because(broken.why() + "; and " + (manifest.bytes() - size) + " bytes are missing at the end");
        }
        return verdict(
                        Grade.INCOMPLETE,
                        "truncated: " + (manifest.bytes() - size) + " of " + manifest.bytes()
                                + " bytes are missing at its end",
                        ANOTHER + "; this one can be imported without its manifest, but lacks the rest")
                .at(content.lineOf(size), size)
                .because(missingRecords());
    }

    private String missingRecords() {
        long keys = manifest.records(RecordKind.KV) - content.facts().records(RecordKind.KV);
        long records = manifest.records() - content.facts().records();
        return records + " of " + manifest.records() + " records are missing, " + keys + " of them keys";
    }

    private Verdict flipped(FlipFinder.Flip flip) throws IOException {
        return verdict(
                        Grade.DAMAGED,
                        "one byte is wrong: it is " + shown(flip.is()) + " and was " + shown(flip.was()),
                        repairCommand(flip))
                .at(content.lineOf(flip.at()), flip.at())
                .because("with that byte restored, the whole file matches its manifest");
    }

    /** Returns the advice for a wrong byte: a local file can be repaired. */
    private String repairCommand(FlipFinder.Flip flip) {
        if (file.path().isEmpty()) {
            return ANOTHER;
        }
        return ANOTHER + "; to repair this one: " + print(flip.was()) + " | dd of=" + ShellWord.of(file) + " bs=1 seek="
                + flip.at() + " conv=notrunc && metash verify " + ShellWord.of(file);
    }

    /** Returns a command that prints a byte. It contains no backslash, since messages escape them. */
    private static String print(int value) {
        if (value < 0x7f && Character.isLetterOrDigit(value)) {
            return "printf " + (char) value;
        }
        return "LC_ALL=C awk 'BEGIN{printf \"%c\", " + value + "}'";
    }

    private static String shown(int value) {
        String hex = String.format(Locale.ROOT, "0x%02x", value);
        if (value > ' ' && value < 0x7f) {
            return "'" + (char) value + "' (" + hex + ")";
        }
        return hex;
    }

    private Verdict wrongBlock(int block, int wrong) throws IOException {
        long from = (long) block * Checksums.BLOCK_BYTES;
        long to = Math.min(from + Checksums.BLOCK_BYTES, content.bytes());
        String range;
        if (wrong == 1) {
            range = "between byte " + from + " and byte " + to;
        } else {
            range = "in " + wrong + " blocks of 4 MiB, the first from byte " + from + " to byte " + to;
        }
        Optional<FileContent.ReadError> inside =
                content.error().filter(error -> !content.packed() && error.byteAt() >= from && error.byteAt() < to);
        String why = "bytes are wrong " + range;
        if (inside.isPresent()) {
            Failure broken = inside.get().failure();
            return verdict(Grade.DAMAGED, broken.what(), ANOTHER)
                    .at(inside.get().line(), inside.get().byteAt())
                    .because(broken.why() + "; " + why);
        }
        return verdict(Grade.DAMAGED, "bytes differ from the export", ANOTHER)
                .at(content.lineOf(from), from)
                .because(why);
    }
}
