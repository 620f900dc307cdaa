package io.metash.shell.editor;

import io.metash.command.HistoryLines;
import io.metash.output.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jline.reader.impl.history.DefaultHistory;

/** JLine's history, stored in {@link io.metash.command.HistoryLines}. */
public final class LineHistory extends DefaultHistory {
    private final HistoryLines lines;
    private final PrintStream messages;
    private boolean reported;
    private int clears;

    public LineHistory(HistoryLines lines, PrintStream messages) {
        this.lines = lines;
        this.messages = messages;
    }

    @Override
    public void load() {
        try {
            for (HistoryLines.Line line : lines.lines()) {
                internalAdd(Instant.ofEpochMilli(line.timeMs()), line.text());
            }
        } catch (IOException | RuntimeException unreadable) {
            warn("the history cannot be read", unreadable);
        }
    }

    @Override
    public void add(Instant time, String text) {
        if (!isEmpty() && get(last()).equals(text)) {
            return;
        }
        HistoryLines.Line line = null;
        try {
            line = lines.add(text);
        } catch (IOException | RuntimeException notKept) {
            warn("the history is not kept", notKept);
            line = new HistoryLines.Line(time.toEpochMilli(), text);
        }
        if (line != null) {
            internalAdd(time, line.text());
        }
    }

    /** Reports a history error once; the shell works without it. */
    private void warn(String what, Exception why) {
        if (!reported) {
            reported = true;
            messages.println("note: " + what + ": " + Printable.text(String.valueOf(why.getMessage())));
        }
    }

    /** Clears the lines if {@code history clear} has run. */
    public void clearIfRequested() throws IOException {
        if (clears != lines.clears()) {
            clears = lines.clears();
            super.purge();
        }
    }

    /** All lines, newest first, without duplicates. */
    List<String> newestFirst() {
        Set<String> all = new LinkedHashSet<>();
        reverseIterator(last()).forEachRemaining(entry -> all.add(entry.line()));
        return new ArrayList<>(all);
    }
}
