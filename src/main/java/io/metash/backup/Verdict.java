package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code verify} for a backup or a store.
 *
 * @param grade the grade
 * @param place the verified path or address
 * @param what the deciding fact, one sentence without a full stop
 * @param line the line it concerns, or 0 for the whole
 * @param byteAt the byte offset in the uncompressed text, or -1 for the whole
 * @param why the consequence, or null
 * @param remedy the kind of advice in {@code next}
 * @param next the next step, or null
 * @param findings other findings, worst first
 * @param facts the store's facts, as far as they were read
 * @param manifest the manifest, or null
 * @param bytes the number of bytes read, or -1 when unknown
 * @param sha256 the SHA-256 of the file, or null
 */
public record Verdict(
        Grade grade,
        String place,
        String what,
        long line,
        long byteAt,
        @Nullable String why,
        Remedy remedy,
        @Nullable String next,
        List<Finding> findings,
        StreamFacts facts,
        @Nullable Manifest manifest,
        long bytes,
        @Nullable String sha256) {
    /** Kinds of remedies. */
    public enum Remedy {
        /** No action. */
        NONE,
        /** Make another backup. */
        NEW_BACKUP,
        /** Copy the directory before starting a node on it. */
        COPY_FIRST,
        /** Import a backup into the directory. */
        IMPORT
    }

    /** Creates a verdict from the worst finding; without bad findings the store is consistent. */
    static Verdict of(String place, List<Finding> all, StreamFacts facts, long bytes, @Nullable String sha256) {
        List<Finding> findings = new ArrayList<>(all);
        findings.sort((a, b) -> b.grade().compareTo(a.grade()));
        if (findings.isEmpty() || findings.get(0).grade() == Grade.CONSISTENT) {
            return of(Grade.CONSISTENT, place, "it is consistent, but its completeness is unproved")
                    .withFindings(findings)
                    .ofContent(facts, bytes, sha256);
        }
        Finding worst = findings.remove(0);
        return of(worst.grade(), place, worst.what())
                .at(worst.line(), worst.byteAt())
                .because(worst.why())
                .withRemedy(Remedy.NEW_BACKUP, "use another backup")
                .withFindings(findings)
                .ofContent(facts, bytes, sha256);
    }

    /** Creates a verdict on a whole store of which nothing else is known. */
    public static Verdict of(Grade grade, String place, String what) {
        return new Verdict(
                grade, place, what, 0, -1, null, Remedy.NONE, null, List.of(), new StreamFacts(), null, -1, null);
    }

    /** Creates the verdict on a file that cannot be read. */
    public static Verdict unreadable(StoredFile file, Failure failure) {
        return of(Grade.DAMAGED, file.toString(), failure.what())
                .because(failure.why())
                .withRemedy(Remedy.NEW_BACKUP, failure.next());
    }

    /** This verdict for a line and a byte offset. */
    Verdict at(long lineNumber, long offset) {
        return new Verdict(
                grade, place, what, lineNumber, offset, why, remedy, next, findings, facts, manifest, bytes, sha256);
    }

    /** This verdict with a consequence, or null. */
    Verdict because(@Nullable String consequence) {
        return new Verdict(
                grade, place, what, line, byteAt, consequence, remedy, next, findings, facts, manifest, bytes, sha256);
    }

    /** This verdict with other findings. */
    Verdict withFindings(List<Finding> others) {
        return new Verdict(grade, place, what, line, byteAt, why, remedy, next, others, facts, manifest, bytes, sha256);
    }

    /** This verdict with the facts of the content, its size and its SHA-256. */
    public Verdict ofContent(StreamFacts read, long size, @Nullable String hash) {
        return new Verdict(grade, place, what, line, byteAt, why, remedy, next, findings, read, manifest, size, hash);
    }

    /** This verdict with a manifest, or null. */
    Verdict withManifest(@Nullable Manifest of) {
        return new Verdict(grade, place, what, line, byteAt, why, remedy, next, findings, facts, of, bytes, sha256);
    }

    /** This verdict with another remedy, and its advice or null. */
    public Verdict withRemedy(Remedy kind, @Nullable String advice) {
        return new Verdict(
                grade, place, what, line, byteAt, why, kind, advice, findings, facts, manifest, bytes, sha256);
    }
}
