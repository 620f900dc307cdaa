package io.metash.files;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/** Work that is done when a signal or {@link System#exit} ends the process. */
public final class ExitHook {
    private ExitHook() {}

    /**
     * Adds a thread that runs at the exit.
     *
     * @throws Failure with status 130 when the process is already exiting
     */
    public static void add(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted").causedBy(exiting);
        }
    }
}
