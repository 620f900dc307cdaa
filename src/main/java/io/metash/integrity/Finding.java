package io.metash.integrity;

import io.metash.record.Failure;
import io.metash.record.Note;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something that was found in a store.
 *
 * @param check the check that failed; empty for notes, and for what cannot be read
 * @param note the note that it is; empty for what failed
 * @param grade what it makes of the store: {@link Grade#CONSISTENT} when it is only to be known
 * @param what what it is, a clause without a full stop
 * @param line in which line of a file, 0 when it is about the whole
 * @param byteAt at which byte, -1 when that is not known
 * @param why what it means, or null
 */
public record Finding(
        Optional<StoreCheck> check, Optional<Note> note, Grade grade, String what, long line, long byteAt, String why) {
    /** A finding of no named check. */
    public Finding(Grade grade, String what, long line, long byteAt, String why) {
        this(Optional.empty(), Optional.empty(), grade, what, line, byteAt, why);
    }

    /** A finding of a named check. */
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

    /** A note that decides the grade of a store, or that has an explanation. */
    public static Finding noted(Grade grade, Note note, String why) {
        return new Finding(Optional.empty(), Optional.of(note), grade, note.text(), 0, -1, why);
    }

    /** Whether this is a note of the code. */
    public boolean is(Note.Code code) {
        return note.filter(given -> given.code() == code).isPresent();
    }

    /** Something is missing. */
    public static Finding missing(StoreCheck check, String what, String why) {
        return missingAt(check, what, 0, why);
    }

    /** Something is missing, as a line shows; the line is 0 where there are no lines. */
    public static Finding missingAt(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.INCOMPLETE, what, line, why);
    }

    /** Something contradicts something else; the line is 0 where there are no lines. */
    public static Finding wrong(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.DAMAGED, what, line, why);
    }

    /** Something that is to be known about a line. */
    static Finding odd(StoreCheck check, String what, long line, String why) {
        return new Finding(check, Grade.CONSISTENT, what, line, why);
    }

    /** This finding with a byte offset. */
    public Finding atByte(long at) {
        return new Finding(check, note, grade, what, line, at, why);
    }

    /** The worst of several whose checks were not accepted; empty when none is more than to be known. */
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

    /** The refusal of an input for this finding; {@code source} is what errors call the input. */
    public Failure refusal(String source) {
        return refusal(source, List.of(this));
    }

    /** The refusal for this finding, the worst of several that the input is refused for; it names the checks of all of them. */
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
                    .collect(Collectors.joining(" --accept ", "; if you know better: --accept ", ""));
        }
        return Failure.of(refused.status(), what)
                .at(line > 0 ? source + ":" + line : source)
                .because(why)
                .next("use another backup" + accept);
    }
}
