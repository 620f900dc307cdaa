package io.metash.command;

import io.metash.record.Progress;
import java.io.Closeable;

/** One progress line after the other. */
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

    /** What the present step moved. */
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
