package io.metash.command;

import java.util.concurrent.locks.ReentrantLock;

/** The shell's state of a session: the current prefix, and whether the session is writable. */
public final class SessionState {
    private final ReentrantLock busy = new ReentrantLock();
    private String directory = "";
    private String previousDirectory = "";
    private boolean danger;
    private long writableUntilNanos;
    private boolean writable;
    private long secretsUntilNanos;
    private boolean secretsShown;
    private final KeyCache keys = new KeyCache();

    /** The prefix that relative keys start from: empty, or ending in a slash. */
    public String directory() {
        return directory;
    }

    /** The previous prefix. */
    public String previousDirectory() {
        return previousDirectory;
    }

    /** Changes the current prefix. */
    public void go(String prefix) {
        previousDirectory = directory;
        directory = prefix;
    }

    /** Whether this is a production store, which is never changed by a flag alone. */
    public boolean danger() {
        return danger;
    }

    /** Marks the store as a production store. */
    public void markDanger() {
        danger = true;
    }

    /** The remaining time for writes, in nanoseconds; 0 when read-only. */
    public long writableForNanos() {
        long left = 0;
        if (writable) {
            left = writableUntilNanos - System.nanoTime();
        }
        writable = left > 0;
        return Math.max(0, left);
    }

    /** Allows writes for a time span in nanoseconds; 0 forbids them. */
    public void allowWritesForNanos(long span) {
        writable = span > 0;
        writableUntilNanos = System.nanoTime() + span;
    }

    /** The remaining time for which secrets are shown, in nanoseconds; 0 when hidden. */
    public long secretsShownForNanos() {
        long left = 0;
        if (secretsShown) {
            left = secretsUntilNanos - System.nanoTime();
        }
        secretsShown = left > 0;
        return Math.max(0, left);
    }

    /** Shows secrets for a time span in nanoseconds; 0 hides them. */
    public void showSecretsForNanos(long span) {
        secretsShown = span > 0;
        secretsUntilNanos = System.nanoTime() + span;
    }

    /** The keys of a running service, cached for completion. */
    public KeyCache keys() {
        return keys;
    }

    /** Locked while a command or completion reads the session. Sessions are not thread-safe. */
    public ReentrantLock busy() {
        return busy;
    }
}
