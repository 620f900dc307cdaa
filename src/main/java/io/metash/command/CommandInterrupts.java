package io.metash.command;

import io.metash.output.Io;
import io.metash.record.Cancel;
import java.io.Closeable;
import java.util.function.Supplier;

/** Cancels the running command, and keeps the commands that were abandoned because they ignored cancellation. */
public final class CommandInterrupts {
    private final AbandonedCommands abandoned = new AbandonedCommands();
    private Cancel cancel = new Cancel();
    private Supplier<Closeable> listeners = () -> () -> {};

    CommandInterrupts() {}

    /** The cancellation token of the running command. */
    Cancel cancel() {
        if (abandoned.hasCurrentThread()) {
            return abandoned.cancel();
        }
        return cancel;
    }

    /** Replaces the cancellation token by a fresh one. */
    public void renew() {
        cancel = new Cancel();
    }

    /** While open, Ctrl-C cancels the command instead of ending the process; at a prompt it always does. */
    public Closeable listen() {
        return listeners.get();
    }

    /** Sets the handler that makes commands {@link #listen} without a prompt. */
    public void listenBy(Supplier<Closeable> handler) {
        listeners = handler;
    }

    /** Abandons a command that did not end on cancellation: its output is discarded, and no other thread waits for it. */
    public void abandon(Thread thread) {
        abandoned.add(thread);
    }

    /** Whether the current thread was abandoned: it must not start anything new. */
    public boolean abandoned() {
        return abandoned.hasCurrentThread();
    }

    /** The streams of an abandoned command: output goes nowhere. */
    Io abandonedIo() {
        return abandoned.io();
    }
}
