package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a check before, during or after a rebuild.
 *
 * @param level the severity
 * @param check the subject of the check, in a word or two
 * @param text the finding
 * @param next the next step, or null
 * @param code the kind of finding, for programs
 * @param status the exit status of a command that fails because of it
 */
public record PreflightFinding(
        Level level, String check, String text, @Nullable String next, Code code, ExitStatus status) {
    /** Placeholder in {@link #next} for the plan's file. */
    private static final String PLAN = "PLAN";

    /** Kinds of findings that programs distinguish. */
    public enum Code {
        /** No server listens at a node's address. */
        NOT_RUNNING,
        /** Any other finding. */
        OTHER
    }

    /** Severities of a finding. */
    public enum Level {
        /** The check passed. */
        GOOD("ok"),
        /** Information that stops nothing. */
        NOTE("note"),
        /** An error that must be fixed first. */
        BAD("STOP");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** The severity as text. */
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

    static PreflightFinding bad(ExitStatus status, String check, String text, @Nullable String next) {
        return new PreflightFinding(Level.BAD, check, text, next, Code.OTHER, status);
    }

    static PreflightFinding notRunning(String check, String text) {
        String next = "start it; if it runs, check its address and its log";
        return new PreflightFinding(Level.BAD, check, text, next, Code.NOT_RUNNING, ExitStatus.UNREACHABLE);
    }

    static PreflightFinding of(String check, Failure failure) {
        String text = failure.what();
        if (failure.where() != null) {
            text += ": " + failure.where();
        }
        if (failure.why() != null) {
            text += "; " + failure.why();
        }
        return bad(failure.status(), check, text, failure.next());
    }

    /** Returns the next step with the plan's file quoted for a command; empty for none. */
    public Optional<String> nextFor(String plan) {
        return Optional.ofNullable(next).map(step -> step.replace(PLAN, plan));
    }

    /** Whether the finding is an error. */
    public boolean isBad() {
        return level == Level.BAD;
    }
}
