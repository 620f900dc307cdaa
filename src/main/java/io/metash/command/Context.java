package io.metash.command;

import io.metash.record.Cancel;
import io.metash.session.Sessions;
import java.io.Closeable;
import java.io.IOException;

/**
 * What a command sees of the world: streams, open sessions, and whether a person can be asked. No terminal is in sight.
 */
public final class Context implements Closeable {
    private final CommandTable table;
    private final boolean interactive;
    private final boolean debug;
    private Io io;
    private Cancel cancel = new Cancel();
    private Sessions sessions;
    private Integer exitAsked;

    /**
     * A context.
     *
     * @param table the commands that there are
     * @param io the streams
     * @param interactive whether the command comes from a person at a prompt
     * @param debug whether failures are shown with their stack
     */
    public Context(CommandTable table, Io io, boolean interactive, boolean debug) {
        this.table = table;
        this.io = io;
        this.interactive = interactive;
        this.debug = debug;
    }

    /** The commands that there are. */
    public CommandTable table() {
        return table;
    }

    /** The streams. */
    public Io io() {
        return io;
    }

    /** Puts other streams in their place, for one command whose output goes elsewhere. */
    public void use(Io streams) {
        this.io = streams;
    }

    /** Whether a person at a prompt typed the command. */
    public boolean interactive() {
        return interactive;
    }

    /** Whether failures are shown with their stack. */
    public boolean debug() {
        return debug;
    }

    /** The wish to stop the command that runs now. */
    public Cancel cancel() {
        return cancel;
    }

    /** A new command begins: nobody wished to stop it yet. */
    public Cancel renewCancel() {
        cancel = new Cancel();
        return cancel;
    }

    /** The open sessions. */
    public Sessions sessions() {
        if (sessions == null) {
            sessions = Sessions.standard();
        }
        return sessions;
    }

    /** Asks the shell or script to end with this status after the present command. */
    public void askExit(int status) {
        exitAsked = status;
    }

    /** The status that {@code exit} asked for, or null. */
    public Integer exitAsked() {
        return exitAsked;
    }

    @Override
    public void close() throws IOException {
        if (sessions != null) {
            sessions.close();
        }
    }
}
