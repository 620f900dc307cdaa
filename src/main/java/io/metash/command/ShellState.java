package io.metash.command;

import io.metash.record.Bytes;
import io.metash.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state that a shell or script keeps between commands. */
public final class ShellState {
    private final CommandContext context;
    private final Aliases aliases = new Aliases();
    private boolean historyKept = true;
    private @Nullable HistoryLines history;
    private int lastStatus;
    private @Nullable Integer exitStatus;
    private @Nullable CommandListener listener;
    private @Nullable Supplier<Canvas> canvases;
    private List<Bytes> lastListed = List.of();
    private @Nullable Session lastListedOf;

    ShellState(CommandContext context) {
        this.context = context;
    }

    /** The aliases. */
    public Aliases aliases() {
        return aliases;
    }

    /** Disables the history at the end of this shell. */
    public void keepNoHistory() {
        historyKept = false;
    }

    /** The lines typed at the prompt. */
    public HistoryLines history() {
        if (history == null) {
            history = new HistoryLines(context.stateDirectory(), historyKept);
        }
        return history;
    }

    /** The status of the last command. */
    public int lastStatus() {
        return lastStatus;
    }

    /** Records the exit status of a command. */
    public void ended(int status) {
        lastStatus = status;
    }

    /** Requests that the shell or script ends with this status after the current command. */
    public void requestExit(int status) {
        if (!context.interrupts().abandoned()) {
            exitStatus = status;
        }
    }

    /** The status requested by {@code exit}, or null. */
    public @Nullable Integer requestedExit() {
        return exitStatus;
    }

    /** The listener called after each command, or null. */
    public @Nullable CommandListener listener() {
        return listener;
    }

    /** Sets the listener; null for none. */
    public void listener(@Nullable CommandListener seesCommands) {
        listener = seesCommands;
    }

    /** Reports a completed command of a user or script to the listener. */
    public void reportCommand(List<String> words, int status) {
        if (listener != null) {
            listener.afterCommand(words, status);
        }
    }

    /** Records the keys of a listing of the current session. */
    public void listed(List<Bytes> keys) {
        if (context.interrupts().abandoned()) {
            return;
        }
        lastListed = List.copyOf(keys);
        lastListedOf = context.session();
    }

    /** The first keys of the last listing, if the listing was of this session. */
    public List<Bytes> lastListed(Session session) {
        if (session == lastListedOf) {
            return lastListed;
        }
        return List.of();
    }

    /** Whether a command may use the full screen. */
    public boolean hasCanvas() {
        return canvases != null && context.streams().outTerminal();
    }

    /** Opens the full screen, if there is one; to be closed. */
    public Canvas canvas() {
        return Objects.requireNonNull(canvases, "there is no full screen").get();
    }

    /** Sets the supplier of full screens. */
    public void drawOn(Supplier<Canvas> screens) {
        canvases = screens;
    }
}
