package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/**
 * What a look before, at or after a rebuild found.
 *
 * @param level how it matters
 * @param check what was looked at, in a word or two
 * @param text what was found
 * @param next what to do about it, or null
 * @param status the exit status of a command that ends because of it
 */
public record PreflightFinding(Level level, String check, String text, String next, ExitStatus status) {
    /** How a finding matters. */
    public enum Level {
        /** As it should be. */
        GOOD("ok"),
        /** To be known; it stops nothing. */
        NOTE("note"),
        /** Nothing can be done before this is mended. */
        BAD("STOP");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** The word for it. */
        public String word() {
            return word;
        }
    }

    static PreflightFinding good(String check, String text) {
        return new PreflightFinding(Level.GOOD, check, text, null, ExitStatus.OK);
    }

    static PreflightFinding note(String check, String text) {
        return new PreflightFinding(Level.NOTE, check, text, null, ExitStatus.OK);
    }

    static PreflightFinding bad(ExitStatus status, String check, String text, String next) {
        return new PreflightFinding(Level.BAD, check, text, next, status);
    }

    static PreflightFinding of(String check, Failure failure) {
        String text = failure.what()
                + (failure.where() == null ? "" : ": " + failure.where())
                + (failure.why() == null ? "" : "; " + failure.why());
        return bad(failure.status(), check, text, failure.next());
    }

    /** Whether it stops the work. */
    public boolean isBad() {
        return level == Level.BAD;
    }
}
