package io.metash.command;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A full-screen drawing surface for live views. Present in the shell only; scripts and pipes have none. */
public interface Canvas extends Closeable {
    /** The current width in columns. */
    int columns();

    /** The current height in rows. */
    int rows();

    /** Replaces the previous lines in one write. */
    void show(List<String> lines);

    /**
     * The next key pressed within {@code ms} milliseconds. Returns early when the screen is resized or the
     * command is cancelled.
     *
     * @return the key code, or -1 if no key was pressed
     */
    int key(long ms) throws IOException;

    /** Returns a key to the input: the next prompt reads it first. */
    void unread(int key);

    /** Restores the screen. */
    @Override
    void close();
}
