package io.metash.command;

import org.jspecify.annotations.Nullable;

/** The read meter and the progress line of the running command; there is only one line at a time. */
public final class CommandProgress {
    private final CommandContext context;
    private ReadMeter meter = new ReadMeter();
    private volatile @Nullable ProgressLine line;
    private boolean dataOnScreen;
    private volatile Runnable beforeDrawing = () -> {};

    CommandProgress(CommandContext context) {
        this.context = context;
    }

    /** The read meter of the current command. */
    public ReadMeter meter() {
        return meter;
    }

    /** Resets the read meter for a new command. */
    public void renewMeter() {
        meter = new ReadMeter();
    }

    /** Starts a separate read meter for a command, perhaps a nested one; returns the outer meter. */
    ReadMeter beginMeter() {
        ReadMeter outer = meter;
        meter = new ReadMeter();
        return outer;
    }

    /** Adds the reads of an ended command to the outer command. */
    void endMeter(ReadMeter outer) {
        outer.add(meter);
        meter = outer;
    }

    /** Reports how much of the session has been read; shown when reading takes long. */
    void reading() {
        if (!context.streams().errTerminal() || dataOnScreen) {
            return;
        }
        ProgressLine shown = line;
        if (shown == null) {
            // Registers itself with show().
            shown = new ProgressLine(context, "reading");
        }
        shown.moved(meter.records(), meter.bytes(), -1);
    }

    /** Sets an action that runs once, before the first progress line is drawn. */
    public void beforeDrawing(Runnable action) {
        beforeDrawing = action;
    }

    /** Runs the action that was set, once. */
    void drawing() {
        Runnable action = beforeDrawing;
        beforeDrawing = () -> {};
        action.run();
    }

    /** Makes a line the progress line of the current command. */
    void show(ProgressLine next) {
        clearLine();
        line = next;
    }

    /** Keeps the progress line off the screen while the process stops; false when it was continued. */
    public void hold(boolean stopping) {
        ProgressLine shown = line;
        if (shown != null) {
            shown.hold(stopping);
        }
    }

    /** Hides the progress line until the next update. */
    public void pause() {
        ProgressLine shown = line;
        if (shown != null) {
            shown.pause();
        }
    }

    /** Erases the progress line before data or messages are printed. */
    void clear() {
        dataOnScreen |= context.streams().outTerminal();
        clearLine();
    }

    /** Removes the progress line at the end of a command. */
    void end() {
        dataOnScreen = false;
        clearLine();
    }

    private void clearLine() {
        ProgressLine shown = line;
        if (shown != null) {
            shown.clear();
            line = null;
        }
    }
}
