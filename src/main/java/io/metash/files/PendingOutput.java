package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An output of the running command that gets its name at the end: a file or a directory. An interruption withdraws it
 * unless it is being given its name already, and reports what became of it.
 */
public final class PendingOutput {
    private static final int NAMED = 3;

    /** The outputs of the running command in order, with those that have ended. */
    private static final List<PendingOutput> ALL = new ArrayList<>();

    private static Runnable beforeFirst = () -> {};

    private enum State {
        OPEN,
        WITHDRAWN,
        DISCARDED,
        CLAIMED,
        WRITTEN
    }

    private final Path target;
    private final boolean replaces;
    private State state = State.OPEN;

    private PendingOutput(Path target) {
        this.target = target;
        this.replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    /** Runs an action when the first output begins. */
    public static void beforeFirst(Runnable action) {
        synchronized (ALL) {
            beforeFirst = action;
        }
    }

    /** Registers an output under the path that the user gave. */
    public static PendingOutput begin(Path target) {
        PendingOutput output = new PendingOutput(target);
        Runnable before;
        synchronized (ALL) {
            before = beforeFirst;
            beforeFirst = () -> {};
            ALL.add(output);
        }
        before.run();
        return output;
    }

    /**
     * Keeps the output from being withdrawn, before it gets its name.
     *
     * @throws Failure with status 130 when it is withdrawn already
     */
    public void claim() {
        synchronized (ALL) {
            if (state == State.WITHDRAWN) {
                throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
            }
            state = State.CLAIMED;
        }
    }

    /** Records that the output has its name. */
    public void written() {
        synchronized (ALL) {
            state = State.WRITTEN;
        }
    }

    /** Records that the output ended without its name, unless {@link #written}. */
    public void discard() {
        synchronized (ALL) {
            if (state != State.WRITTEN) {
                state = State.DISCARDED;
            }
        }
    }

    /** Excludes an output that an interruption completes, such as that of a command without end. */
    public void keep() {
        synchronized (ALL) {
            ALL.remove(this);
        }
    }

    /** Forgets the ended outputs of the previous command. */
    public static void forgetEnded() {
        synchronized (ALL) {
            ALL.removeIf(output -> output.state != State.OPEN && output.state != State.CLAIMED);
        }
    }

    /** Whether an output has neither its name nor been discarded: the command is running. */
    public static boolean any() {
        synchronized (ALL) {
            return ALL.stream().anyMatch(output -> output.state == State.OPEN || output.state == State.CLAIMED);
        }
    }

    /**
     * Withdraws the open outputs. Returns clauses about all outputs of the command: {@code x.ndjson was not written};
     * empty if it has none.
     */
    public static Optional<String> withdraw() {
        synchronized (ALL) {
            if (ALL.isEmpty()) {
                return Optional.empty();
            }
            String named = ALL.stream().limit(NAMED).map(PendingOutput::clause).collect(Collectors.joining(", "));
            String more = "";
            if (ALL.size() > NAMED) {
                more = ", and " + (ALL.size() - NAMED) + " more";
            }
            ALL.stream().filter(output -> output.state == State.OPEN).forEach(output -> output.state = State.WITHDRAWN);
            return Optional.of(named + more);
        }
    }

    private String clause() {
        String end;
        if (state == State.WRITTEN) {
            end = " was written";
        } else if (state == State.CLAIMED) {
            end = " may have been written";
        } else if (replaces) {
            end = " is unchanged";
        } else {
            end = " was not written";
        }
        return target + end;
    }

    /** An interruption with what became of the outputs of its command. */
    public static Failure explain(Failure interrupted) {
        return withdraw()
                .map(outputs -> interrupted.saying(interrupted.what() + "; " + outputs))
                .orElse(interrupted);
    }

    /** The interruption of a command that did not end by itself. */
    public static Failure interruption() {
        return explain(Failure.of(ExitStatus.INTERRUPTED, "interrupted"));
    }
}
