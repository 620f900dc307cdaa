package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies an export file: every byte against the manifest if there is one, and every line and their consistency in
 * any case. Takes one pass, with checksums on one thread and lines on the others; on a mismatch, further passes
 * locate it.
 */
public final class FileVerify {
    private final StoredFile file;
    private final FileContent content;

    private FileVerify(FileContent content) {
        this.file = content.file();
        this.content = content;
    }

    /**
     * Verifies a file.
     *
     * @throws Failure when the file does not exist, or its version is unsupported and no checksum proves it damaged
     */
    public static Verdict run(StoredFile file, Progress progress, Cancel cancel) throws IOException {
        Manifest manifest = null;
        Failure unreadable = null;
        try {
            manifest = Manifest.of(file);
        } catch (Failure failure) {
            unreadable = failure;
        }
        FileContent content = FileContent.read(file, progress, cancel);
        if (manifest != null) {
            return new FileProof(content, manifest).verdict();
        }
        Failure broken = content.broken();
        if (broken != null && broken.status() == ExitStatus.VERSION && unreadable == null) {
            throw broken;
        }
        FileVerify verify = new FileVerify(content);
        Verdict unproved = verify.unproved();
        if (unreadable == null) {
            return unproved;
        }
        return verify.manifestDamaged(unreadable, unproved);
    }

    /** Verifies a local file. */
    public static Verdict run(Path file, Progress progress, Cancel cancel) throws IOException {
        return run(StoredFile.of(file), progress, cancel);
    }

    private Verdict unproved() throws IOException {
        List<Finding> findings = new ArrayList<>();
        // The start of a line can be found in plain text that can be read again.
        boolean seekable = file.regular() && !content.packed();
        Failure broken = content.broken();
        if (broken == null) {
            for (Finding found : content.stream().findings()) {
                if (found.line() > 0 && found.byteAt() < 0 && seekable) {
                    findings.add(found.atByte(LineIndex.startOf(file, found.line())));
                } else {
                    findings.add(found);
                }
            }
        } else {
            content.stream().findings().stream()
                    .filter(found -> found.grade() == Grade.DAMAGED)
                    .forEach(findings::add);
            findings.add(finding(broken, seekable));
        }
        content.notes().forEach(note -> findings.add(Finding.of(Note.Code.READING, note)));
        Verdict verdict = Verdict.of(file.toString(), findings, content.facts(), content.bytes(), content.sha256());
        if (broken == null) {
            return verdict;
        }
        return verdict.withRemedy(Verdict.Remedy.NEW_BACKUP, broken.next());
    }

    private Finding finding(Failure broken, boolean seekable) throws IOException {
        long line = 0;
        long byteAt = -1;
        Optional<FileContent.ReadError> error = content.error();
        if (error.isPresent()) {
            line = error.get().line();
            byteAt = error.get().byteAt();
            if (byteAt < 0 && seekable) {
                byteAt = LineIndex.startOf(file, line);
            }
        }
        Grade grade = Grade.DAMAGED;
        if (content.cut()) {
            grade = Grade.INCOMPLETE;
        }
        return new Finding(grade, broken.what(), line, byteAt, broken.why());
    }

    private Verdict manifestDamaged(Failure unreadable, Verdict unproved) throws IOException {
        String itself = "the file itself is consistent, but its completeness is unproved";
        if (unproved.grade() != Grade.CONSISTENT) {
            itself = "the file itself is " + unproved.grade().words() + ": " + unproved.what();
        }
        return content.verdict(Grade.DAMAGED, unreadable.what() + ": " + Manifest.placeFor(file))
                .because(unreadable.why() + "; " + itself)
                .withRemedy(Verdict.Remedy.NEW_BACKUP, unreadable.next())
                .withFindings(unproved.findings());
    }
}
