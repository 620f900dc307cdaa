package io.metash.integrity;

import io.metash.record.Failure;
import io.metash.record.Note;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A finding in a store.
 *
 * @param check the failed check; empty for notes and read errors
 * @param note the note; empty for failures
 * @param grade the resulting grade of the store: {@link Grade#CONSISTENT} for information only
 * @param what the fact, a clause without a full stop
 * @param line the line in the file, or 0 for the whole
 * @param byteAt the byte offset, or -1 when unknown
 * @param why the consequence, or null
 */
public record Finding(
        Optional<StoreCheck> check,
        Optional<Note> note,
        Grade grade,
        String what,
        long line,
        long byteAt,
        @Nullable String why) {
    /** Creates a finding without a named check. */
    public Finding(Grade grade, String what, long line, long byteAt, @Nullable String why) {
        this(Optional.empty(), Optional.empty(), grade, what, line, byteAt, why);
    }

    /** Creates a finding of a named check. */
    private Finding(StoreCheck check, Grade grade, String what, long line, String why) {
        this(Optional.of(check), Optional.empty(), grade, what, line, -1, why);
    }

    /** A note on the store. */
    public static Finding of(Note note) {
        return noted(Grade.CONSISTENT, note, null);
    }

    /** A note on the store. */
    public static Finding of(Note.Code code, String text) {
        return of(new Note(code, text));
    }

    /** Creates a finding from a note that decides the store's grade or has an explanation. */
    public static Finding noted(Grade grade, Note note, @Nullable String why) {
        return new Finding(Optional.empty(), Optional.of(note), grade, note.text(), 0, -1, why);
    }

    /** Whether this is a note of this code. */
    public boolean is(Note.Code code) {
        return note.filter(given -> given.code() == code).isPresent();
    }

    /** Creates a finding of missing data. */
    public static Finding missing(StoreCheck check, String what, String why) {
        return missingAt(check, what, 0, why);
    }

    /** Creates a finding of missing data at a line; the line is 0 where there are no lines. */
    public static Finding missingAt(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.INCOMPLETE, what, line, why);
    }

    /** Creates a finding of a contradiction; the line is 0 where there are no lines. */
    public static Finding wrong(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.DAMAGED, what, line, why);
    }

    /** Creates an informational finding about a line. */
    static Finding informational(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.CONSISTENT, what, line, why);
    }

    /** Returns this finding with a byte offset. */
    public Finding atByte(long at) {
        return new Finding(check, note, grade, what, line, at, why);
    }

    /** Returns the worst finding whose check was not accepted; empty when all are informational. */
    public static Optional<Finding> worst(List<Finding> findings, Set<StoreCheck> accepted) {
        Finding worst = null;
        for (Finding finding : findings) {
            boolean bad = finding.grade() != Grade.CONSISTENT
                    && finding.check().filter(accepted::contains).isEmpty();
            if (bad && (worst == null || finding.grade().compareTo(worst.grade()) > 0)) {
                worst = finding;
            }
        }
        return Optional.ofNullable(worst);
    }

    /** Returns the failure that rejects an input for this finding; {@code source} is the input's name in errors. */
    public Failure refusal(String source) {
        return refusal(source, List.of(this));
    }

    /**
     * Returns the failure that rejects an input for several findings, of which this is the worst; it names all failed
     * checks.
     */
    Failure refusal(String source, List<Finding> all) {
        Grade refused = grade;
        if (grade == Grade.CONSISTENT) {
            refused = Grade.DAMAGED;
        }
        String accept = "";
        if (check.filter(StoreCheck::acceptable).isPresent()) {
            accept = all.stream()
                    .flatMap(finding -> finding.check().filter(StoreCheck::acceptable).stream())
                    .map(StoreCheck::label)
                    .distinct()
                    .collect(Collectors.joining(" --accept ", "; to accept it anyway: --accept ", ""));
        }
        return Failure.of(refused.status(), what)
                .at(line > 0 ? source + ":" + line : source)
                .because(why)
                .next("use another backup" + accept);
    }
}
