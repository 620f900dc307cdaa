package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;

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
        String why,
        Remedy remedy,
        String next,
        List<Finding> findings,
        StreamFacts facts,
        Manifest manifest,
        long bytes,
        String sha256) {
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
    static Verdict of(String place, List<Finding> all, StreamFacts facts, long bytes, String sha256) {
        List<Finding> findings = new ArrayList<>(all);
        findings.sort((a, b) -> b.grade().compareTo(a.grade()));
        Finding worst;
        if (findings.isEmpty() || findings.get(0).grade() == Grade.CONSISTENT) {
            worst = null;
        } else {
            worst = findings.remove(0);
        }
        if (worst == null) {
            return new Verdict(
                    Grade.CONSISTENT,
                    place,
                    "it is consistent, but its completeness is unproved",
                    0,
                    -1,
                    null,
                    Remedy.NONE,
                    null,
                    findings,
                    facts,
                    null,
                    bytes,
                    sha256);
        }
        return new Verdict(
                worst.grade(),
                place,
                worst.what(),
                worst.line(),
                worst.byteAt(),
                worst.why(),
                Remedy.NEW_BACKUP,
                "use another backup",
                findings,
                facts,
                null,
                bytes,
                sha256);
    }

    /** Creates the verdict on a file that cannot be read. */
    public static Verdict unreadable(StoredFile file, Failure failure) {
        return new Verdict(
                Grade.DAMAGED,
                file.toString(),
                failure.what(),
                0,
                -1,
                failure.why(),
                Remedy.NEW_BACKUP,
                failure.next(),
                List.of(),
                new StreamFacts(),
                null,
                -1,
                null);
    }

    /** This verdict with another remedy. */
    Verdict withRemedy(Remedy kind, String advice) {
        return new Verdict(
                grade, place, what, line, byteAt, why, kind, advice, findings, facts, manifest, bytes, sha256);
    }
}
