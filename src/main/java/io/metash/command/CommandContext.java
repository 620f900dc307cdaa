package io.metash.command;

import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.config.Config;
import io.metash.config.Setting;
import io.metash.output.Io;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.session.Session;
import io.metash.session.Sessions;
import io.metash.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The environment of a command: streams, open sessions, and whether there is a user to ask. Independent of the terminal. */
public final class CommandContext implements Closeable {
    private final CommandTable table;
    private final boolean interactive;
    private final boolean debug;
    private Io io;
    private boolean oneShot;
    private final SharedClients clients = new SharedClients();
    private ConnectionFlags connectionFlags = new ConnectionFlags();
    private @Nullable Config config;
    private @Nullable Scripting scripting;
    private boolean hasInput;
    private boolean piped;
    private final CommandInterrupts interrupts = new CommandInterrupts();
    private final CommandProgress progress = new CommandProgress(this);
    private final OpenSessions open = new OpenSessions(this);
    private final ShellState shell = new ShellState(this);
    private @Nullable Boolean timing;
    private @Nullable Prompter prompter;
    private StateDirectory stateDirectory = StateDirectory.ofUser();

    /**
     * Creates a context.
     *
     * @param table the available commands
     * @param io the streams
     * @param interactive whether a user at a prompt typed the command
     * @param debug whether failures are rendered with a stack trace
     */
    public CommandContext(CommandTable table, Io io, boolean interactive, boolean debug) {
        this.table = table;
        this.io = io;
        this.interactive = interactive;
        this.debug = debug;
        if (!interactive) {
            this.prompter = ConsolePrompter.of(io);
        }
    }

    /** The available commands. */
    public CommandTable table() {
        return table;
    }

    /** The streams. */
    public Io io() {
        if (interrupts.abandoned()) {
            return interrupts.abandonedIo();
        }
        return io;
    }

    /** The streams of the running command, also when the calling thread was abandoned. */
    Io streams() {
        return io;
    }

    /** Replaces the streams for one command with redirected output. */
    public void use(Io streams) {
        if (!interrupts.abandoned()) {
            this.io = streams;
        }
    }

    /** Whether a user at a prompt typed the command. */
    public boolean interactive() {
        return interactive;
    }

    /** Whether this is a one-shot command, run outside the shell. */
    public boolean oneShot() {
        return oneShot;
    }

    /** Marks the command as the only one that will run. */
    public void markOneShot() {
        oneShot = true;
    }

    /** A client for a service given by address; shared by all commands that use the same address and options. */
    public MetaClient client(String place, ClientOptions options) {
        return clients.get(place, options, this);
    }

    /** The connection flags of metactl. */
    public ConnectionFlags connectionFlags() {
        return connectionFlags;
    }

    /** Sets the connection flags. */
    public void use(ConnectionFlags flags) {
        connectionFlags = flags;
    }

    /** Whether failures are rendered with a stack trace. */
    public boolean debug() {
        return debug;
    }

    /** The settings in force. */
    public Config config() {
        if (config == null) {
            config = Config.standard();
        }
        return config;
    }

    /** Sets the settings. */
    public void use(Config settings) {
        config = settings;
        timing = settings.on(Setting.TIMING);
    }

    /** The script that the commands belong to. */
    public Scripting scripting() {
        if (scripting == null) {
            throw Failure.of(ExitStatus.USAGE, "this works in scripts and at the prompt only");
        }
        return scripting;
    }

    /** Sets the script that the commands belong to. */
    public void runsIn(Scripting script) {
        scripting = script;
    }

    /** Whether the command has input: a file after {@code <} or the lines of a here-document. */
    public boolean hasInput() {
        return hasInput;
    }

    /** Sets whether the command has input. */
    public void hasInput(boolean given) {
        hasInput = given;
    }

    /** Whether the output of the command goes to a program after {@code |}. */
    public boolean piped() {
        return piped;
    }

    /** Sets whether the output of the command goes to a program. */
    public void piped(boolean toProgram) {
        piped = toProgram;
    }

    /** The state that the shell or script keeps between commands. */
    public ShellState shell() {
        return shell;
    }

    /** The cancellation token of the running command. */
    public Cancel cancel() {
        return interrupts.cancel();
    }

    /** Cancellation and abandonment of the running command. */
    public CommandInterrupts interrupts() {
        return interrupts;
    }

    /** Files and object storage with the current settings. */
    public Storage storage() {
        return open.storage();
    }

    /** The open sessions. */
    public Sessions sessions() {
        return open.sessions();
    }

    /** The current session. */
    public Session session() {
        return sessions().current();
    }

    /** The shell's state for a session. */
    public SessionState state(Session session) {
        return open.state(session);
    }

    /** The current prefix of the session; relative keys start from it. */
    public String directory() {
        return state(session()).directory();
    }

    /** The live keys of a range of the current session; counts reads and stops on cancellation. */
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException {
        progress.reading();
        return new ProgressCursor(session().scan(fromInclusive, toExclusive), this);
    }

    /** The progress line and the read meter of the running command. */
    public CommandProgress progress() {
        return progress;
    }

    /** Erases the progress line before data or messages are printed. */
    public void clearProgress() {
        progress.clear();
    }

    /** Whether the duration and the reads of each command are printed. */
    public boolean timing() {
        if (timing == null) {
            return config().on(Setting.TIMING);
        }
        return timing;
    }

    /** Enables or disables timing. */
    public void timing(boolean on) {
        timing = on;
    }

    /** The prompter, or null without a terminal. */
    public @Nullable Prompter prompter() {
        return prompter;
    }

    /** Sets the prompter; null for none. */
    public void setPrompter(@Nullable Prompter by) {
        prompter = by;
    }

    /** The state directory, which has the audit log. */
    public StateDirectory stateDirectory() {
        return stateDirectory;
    }

    /** Sets the state directory. */
    public void use(StateDirectory directory) {
        stateDirectory = directory;
    }

    /** Requires that the session is writable now: a running service with {@code rw on} that has not expired. */
    public void requireWritable(Session session) {
        open.requireWritable(session);
    }

    /** Replaces the sessions. */
    void use(Sessions others) {
        open.replace(others);
    }

    @Override
    public void close() throws IOException {
        clients.close();
        open.close();
    }
}
