package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.files.PendingOutput;
import io.metash.output.Failures;
import io.metash.output.Io;
import io.metash.record.ExitStatus;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on a separate thread, so that Ctrl-C always returns to the prompt. A reading command is cancelled, and
 * abandoned when it does not end at once. A command that changes data is never stopped in the middle of a step: it is
 * cancelled before its next step; only a pending call to a service is abandoned by a second Ctrl-C, with a message that
 * its outcome is unknown.
 */
final class Foreground {
    private static final long GRACE_MS = 70;
    private static final long WORD_MS = 200;
    /** The maximum time in which a cancelled command restores the screen that it draws on. */
    private static final long CANVAS_MS = 2000;

    /** What a command does to stored data, and how it ends. */
    enum Effect {
        READS,
        CHANGES,
        /** Reads until Ctrl-C, which is its regular end. */
        STREAMS
    }

    private final CommandContext context;
    private final Object monitor = new Object();
    private int interrupts;
    private boolean done;
    private volatile @Nullable Thread running;
    private volatile @Nullable PagedScreen page;
    private volatile boolean drawing;

    Foreground(CommandContext context) {
        this.context = context;
    }

    /** Handles Ctrl-C. */
    void interrupt() {
        synchronized (monitor) {
            context.cancel().ask();
            interrupts++;
            monitor.notifyAll();
        }
    }

    /** Whether a pager is running. */
    boolean paging() {
        return paging(page);
    }

    /** Sets whether the command draws on the whole screen: a prompt would be lost with that screen. */
    void draws(boolean now) {
        drawing = now;
    }

    /** Whether the current thread runs a command already. */
    boolean isCommandThread() {
        return Thread.currentThread() == running;
    }

    /** Runs one command. Returns its status, or 130 if it was abandoned. */
    int run(IntSupplier command, Effect effect, Io io, @Nullable PagedScreen page) {
        Session session = null;
        if (context.sessions().hasCurrent()) {
            session = context.sessions().current();
        }
        this.page = page;
        int[] status = {ExitStatus.BUG.code()};
        Thread thread = new Thread(
                () -> {
                    try {
                        status[0] = command.getAsInt();
                    } finally {
                        synchronized (monitor) {
                            // An abandoned command may end while another one runs.
                            if (isCommandThread()) {
                                done = true;
                                monitor.notifyAll();
                            }
                        }
                    }
                },
                "metash-command");
        thread.setDaemon(true);
        synchronized (monitor) {
            // A Ctrl-C since the line was accepted is meant for this command.
            if (context.cancel().requested()) {
                interrupts = 1;
            } else {
                interrupts = 0;
            }
            done = false;
            running = thread;
        }
        thread.start();
        boolean live = session != null && session.kind() == SessionKind.ENDPOINT;
        if (ended(effect == Effect.CHANGES, live, io, page)) {
            return status[0];
        }
        context.interrupts().abandon(thread);
        if (page != null) {
            page.leave();
        }
        if (live) {
            // Interrupt a call that waits for its answer, but no read of a file: that would close the file.
            thread.interrupt();
        }
        if (session != null && context.sessions().all().contains(session)) {
            context.sessions().use(session.name());
        }
        if (effect == Effect.CHANGES) {
            io.err().println("metash: the call was abandoned; it may have been applied: check before you repeat it");
        } else if (effect == Effect.READS) {
            Failures.render(PendingOutput.interruption(), io, false);
        }
        return ExitStatus.INTERRUPTED.code();
    }

    /** Waits for the end of the command; returns false when the command should be abandoned. */
    private boolean ended(boolean changes, boolean live, Io io, @Nullable PagedScreen page) {
        long interruptedNs = 0;
        boolean reported = false;
        synchronized (monitor) {
            while (!done) {
                if (interrupts > 0 && interruptedNs == 0) {
                    interruptedNs = System.nanoTime();
                }
                long waited = 0;
                if (interruptedNs != 0) {
                    waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - interruptedNs);
                }
                long grace = drawing ? CANVAS_MS : GRACE_MS;
                if (interruptedNs != 0 && !changes && !paging(page) && waited >= grace) {
                    return false;
                }
                if (changes && live && interrupts > 1) {
                    return false;
                }
                if (interruptedNs != 0 && changes && !reported && waited >= WORD_MS) {
                    reported = true;
                    io.err()
                            .println("metash: stopping before the next step; the current step is completed"
                                    + (live ? "; Ctrl-C again abandons the call" : ""));
                    io.err().flush();
                }
                try {
                    long patience = changes || paging(page) ? WORD_MS : Math.max(1, grace - waited);
                    monitor.wait(interruptedNs == 0 ? 0 : patience);
                } catch (InterruptedException e) {
                    // Ctrl-C arrives through interrupt(); other interrupts do not end the wait.
                }
            }
            return true;
        }
    }

    private static boolean paging(@Nullable PagedScreen page) {
        return page != null && page.paging();
    }
}
