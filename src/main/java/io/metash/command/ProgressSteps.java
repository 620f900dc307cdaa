package io.metash.command;

import io.metash.record.Progress;
import java.io.Closeable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows one progress line after another. */
public final class ProgressSteps implements Closeable {
    private final CommandContext context;
    private @Nullable ProgressLine line;

    public ProgressSteps(CommandContext context) {
        this.context = context;
    }

    /** Starts the next step; replaces the line of the previous one. */
    public Progress begin(String verb) {
        clear();
        ProgressLine next = new ProgressLine(context, verb);
        line = next;
        return next;
    }

    /** The summary of the current step. */
    public String summary() {
        return Objects.requireNonNull(line, "no step has begun").summary();
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
