package io.metash.command;

import io.metash.record.Progress;
import java.io.Closeable;

/** Shows one progress line after another. */
public final class ProgressSteps implements Closeable {
    private final CommandContext context;
    private ProgressLine line;

    public ProgressSteps(CommandContext context) {
        this.context = context;
    }

    /** Starts the next step; replaces the line of the previous one. */
    public Progress begin(String verb) {
        clear();
        line = new ProgressLine(context, verb);
        return line;
    }

    /** The summary of the current step. */
    public String summary() {
        return line.summary();
    }

    public void clear() {
        if (line != null) {
            line.clear();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
