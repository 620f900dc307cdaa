package io.metash.command;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A whole screen to draw on, for commands that show something that moves. The shell has one; scripts and pipes have none. */
public interface Canvas extends Closeable {
    /** How wide it is now. */
    int columns();

    /** How high it is now. */
    int rows();

    /** Puts lines in the place of those before, in one go. */
    void show(List<String> lines);

    /**
     * The next key pressed within {@code ms} milliseconds. Returns early when the screen is resized.
     *
     * @return its code, or -1 when there was none
     */
    int key(long ms) throws IOException;

    /** Restores the screen. */
    @Override
    void close();
}
