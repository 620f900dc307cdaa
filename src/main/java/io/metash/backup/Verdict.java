package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;

/**
 * * The result of {@code verify} for a backup or a store.
 *
 * @param grade the grade
 * @param place the place that was verified
 * @param what what decided the grade, one sentence without a full stop
 * @param line in which line that is, 0 when it is about the whole
 * @param byteAt at which byte, in the unpacked text of a packed file, -1 when it is about the whole
 * @param why what that means, or null
 * @param remedy what kind of advice {@code next} is
 * @param next what to do now, or null
 * @param findings what else was found, worst first
 * @param facts what the store holds, as far as it was read
 * @param manifest its manifest, or null
 * @param bytes the size of what was read, -1 when that is not known
 * @param sha256 of the file, or null
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
    /** The kinds of remedies. */
    public enum Remedy {
        /** Nothing is to be done. */
        NONE,
        /** Another backup is to be made. */
        NEW_BACKUP,
        /** The directory is to be copied before anything is started. */
        COPY_FIRST,
        /** A backup is to be imported into the directory. */
        IMPORT
    }

    /** The worst finding decides; when there is none that is bad, the store is consistent. */
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

    /** A file that cannot be read at all. */
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
