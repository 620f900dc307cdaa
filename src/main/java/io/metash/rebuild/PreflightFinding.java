package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/**
 * * What a look before, at or after a rebuild found.
 *
 * @param level how it matters
 * @param check the subject of the check, in a word or two
 * @param text what was found
 * @param next what to do about it, or null
 * @param code what it is, where programs ask for it
 * @param status the exit status of a command that ends because of it
 */
public record PreflightFinding(Level level, String check, String text, String next, Code code, ExitStatus status) {
    /** The placeholder in {@link #next} for the file of the plan. */
    private static final String PLAN = "PLAN";

    /** A finding that programs ask for. */
    public enum Code {
        /** Nothing listens at the address of a node. */
        NOT_RUNNING,
        /** Any other finding. */
        OTHER
    }

    /** How a finding matters. */
    public enum Level {
        /** As it should be. */
        GOOD("ok"),
        /** To be known; it stops nothing. */
        NOTE("note"),
        /** A problem that must be solved first. */
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
        return new PreflightFinding(Level.GOOD, check, text, null, Code.OTHER, ExitStatus.OK);
    }

    static PreflightFinding note(String check, String text) {
        return new PreflightFinding(Level.NOTE, check, text, null, Code.OTHER, ExitStatus.OK);
    }

    static PreflightFinding bad(ExitStatus status, String check, String text, String next) {
        return new PreflightFinding(Level.BAD, check, text, next, Code.OTHER, status);
    }

    static PreflightFinding notRunning(String check, String text) {
        String next = "start it; if it runs, check its address and its log";
        return new PreflightFinding(Level.BAD, check, text, next, Code.NOT_RUNNING, ExitStatus.UNREACHABLE);
    }

    static PreflightFinding of(String check, Failure failure) {
        String text = failure.what();
        text += failure.where() == null ? "" : ": " + failure.where();
        text += failure.why() == null ? "" : "; " + failure.why();
        return bad(failure.status(), check, text, failure.next());
    }

    /** What to do about it, with the file of the plan as a word of a command; null for nothing. */
    public String nextFor(String plan) {
        if (next == null) {
            return null;
        }
        return next.replace(PLAN, plan);
    }

    /** Whether it stops the work. */
    public boolean isBad() {
        return level == Level.BAD;
    }
}
