package io.metash.command;

import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.config.Config;
import io.metash.config.Setting;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import io.metash.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** The environment of a command: streams, open sessions, and whether there is a user to ask. Independent of the terminal. */
public final class CommandContext implements Closeable {
    private final CommandTable table;
    private final boolean interactive;
    private final boolean debug;
    private Io io;
    private Cancel cancel = new Cancel();
    private Supplier<Closeable> interrupts = () -> () -> {};
    private Sessions sessions;
    private Storage storage;
    private boolean oneShot;
    private final SharedClients clients = new SharedClients();
    private ConnectionFlags connectionFlags = new ConnectionFlags();
    private Integer exitAsked;
    private Config config;
    private boolean historyKept = true;
    private Scripting scripting;
    private int lastStatus;
    private CommandListener listener;
    private boolean fed;
    private final Map<Session, SessionState> states = new WeakHashMap<>();
    private ReadMeter meter = new ReadMeter();
    private Boolean timing;
    private volatile ProgressLine progress;
    private boolean dataOnScreen;
    private Prompter person;
    private volatile Runnable beforeProgress = () -> {};
    private Supplier<Canvas> canvases;
    private List<Bytes> lastListed = List.of();
    private Session lastListedOf;
    private HistoryLines history;
    private final AbandonedCommands left = new AbandonedCommands();
    private final Aliases aliases = new Aliases();
    private StateFolder stateFolder = StateFolder.ofUser();

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
        if (interactive) {
            this.person = null;
        } else {
            this.person = ConsolePrompter.of(io);
        }
    }

    /** The available commands. */
    public CommandTable table() {
        return table;
    }

    /** The streams. */
    public Io io() {
        if (left.behind()) {
            return left.io();
        }
        return io;
    }

    /** Replaces the streams for one command with redirected output. */
    public void use(Io streams) {
        if (!left.behind()) {
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
    public boolean fed() {
        return fed;
    }

    /** Sets whether the command has input. */
    public void fed(boolean given) {
        fed = given;
    }

    /** The listener called after each command, or null. */
    public CommandListener listener() {
        return listener;
    }

    /** Sets the listener; null for none. */
    public void listener(CommandListener seesCommands) {
        listener = seesCommands;
    }

    /** Reports a completed command of a user or script to the listener. */
    public void ran(List<String> words, int status) {
        if (listener != null) {
            listener.afterCommand(words, status);
        }
    }

    /** The status of the last command. */
    public int lastStatus() {
        return lastStatus;
    }

    /** Records the exit status of a command. */
    public void ended(int status) {
        lastStatus = status;
    }

    /** Disables the history at the end of this shell. */
    public void keepNoHistory() {
        historyKept = false;
    }

    /** The cancellation token of the running command. */
    public Cancel cancel() {
        if (left.behind()) {
            return left.cancel();
        }
        return cancel;
    }

    /** Abandons a command that did not end on cancellation: its output is discarded, and no other thread waits for it. */
    public void leave(Thread thread) {
        left.add(thread);
    }

    /** Whether the current thread was abandoned: it must not start anything new. */
    public boolean leftBehind() {
        return left.behind();
    }

    /** Replaces the cancellation token by a fresh one. */
    public void renewCancel() {
        cancel = new Cancel();
    }

    /** Resets the read meter for a new command. */
    public void renewMeter() {
        meter = new ReadMeter();
    }

    /** Files and object storage with the current settings. */
    public Storage storage() {
        if (storage == null) {
            storage = new Storage(() -> config().shelves(), this::cancel, notice -> io().err()
                    .println("note: " + Printable.text(notice)));
        }
        return storage;
    }

    /** The open sessions. */
    public Sessions sessions() {
        if (sessions == null) {
            sessions = Sessions.standard(storage());
        }
        return sessions;
    }

    /** The current session. */
    public Session session() {
        return sessions().current();
    }

    /** The shell's state for a session. */
    public synchronized SessionState state(Session session) {
        return states.computeIfAbsent(session, unknown -> new SessionState());
    }

    /** The current prefix of the session; relative keys start from it. */
    public String folder() {
        return state(session()).folder();
    }

    /** The live keys of a range of the current session; counts reads and stops on cancellation. */
    public KvCursor scan(Bytes fromInclusive, Bytes toExclusiveOrNull) throws IOException {
        reading(meter.records(), meter.bytes());
        return new ProgressCursor(session().scan(fromInclusive, toExclusiveOrNull), this);
    }

    /** The read meter of the current command. */
    public ReadMeter meter() {
        return meter;
    }

    /** Starts a separate read meter for a command, perhaps a nested one. */
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
    void reading(long records, long bytes) {
        if (!io.errTerminal() || dataOnScreen) {
            return;
        }
        if (progress == null) {
            new ProgressLine(this, "reading");
        }
        progress.moved(records, bytes, -1);
    }

    /** Hides the read progress until reading continues. */
    void readingPauses() {
        pauseProgress();
    }

    /** Sets an action that runs once, before the first progress line is drawn. */
    public void beforeProgress(Runnable action) {
        beforeProgress = action;
    }

    /** A progress line is about to be drawn. */
    void drawingProgress() {
        Runnable action = beforeProgress;
        beforeProgress = () -> {};
        action.run();
    }

    /** Keeps the progress line off the screen while the process stops; false when it was continued. */
    public void holdProgress(boolean stopping) {
        ProgressLine line = progress;
        if (line != null) {
            line.hold(stopping);
        }
    }

    /** Hides the progress line until the next update. */
    public void pauseProgress() {
        ProgressLine shown = progress;
        if (shown != null) {
            shown.pause();
        }
    }

    /** The progress line of the current command; there is only one at a time. */
    void progress(ProgressLine line) {
        clearLine();
        progress = line;
    }

    private void clearLine() {
        if (progress != null) {
            progress.clear();
            progress = null;
        }
    }

    /** Erases the progress line before data or messages are printed. */
    public void clearProgress() {
        dataOnScreen |= io.outTerminal();
        clearLine();
    }

    /** Removes the progress line at the end of a command. */
    void endProgress() {
        dataOnScreen = false;
        clearLine();
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
    public Prompter person() {
        return person;
    }

    /** Sets the prompter. */
    public void attended(Prompter prompter) {
        person = prompter;
    }

    /** The aliases. */
    public Aliases aliases() {
        return aliases;
    }

    /** The state directory, which has the audit log. */
    public StateFolder stateFolder() {
        return stateFolder;
    }

    /** Sets the state directory. */
    public void use(StateFolder folder) {
        stateFolder = folder;
    }

    /** The lines typed at the prompt. */
    public HistoryLines history() {
        if (history == null) {
            history = new HistoryLines(stateFolder, historyKept);
        }
        return history;
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
        return canvases != null && io.outTerminal();
    }

    /** Opens the full screen; to be closed. */
    public Canvas canvas() {
        return canvases.get();
    }

    /** Sets the supplier of full screens. */
    public void drawOn(Supplier<Canvas> screens) {
        canvases = screens;
    }

    /** Records the keys of a listing. */
    public void listed(List<Bytes> keys) {
        if (left.behind()) {
            return;
        }
        lastListed = List.copyOf(keys);
        lastListedOf = session();
    }

    /** Requires that the session is writable now: a running service with {@code rw on} that has not expired. */
    public void requireWritable(Session session) {
        if (session.kind() != SessionKind.ENDPOINT) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "a session on " + article(session.kind().words()) + " is read-only")
                    .at(session.name())
                    .because("A store at rest can only be replaced as a whole.")
                    .next("import --raft-dir DIR");
        }
        if (state(session).writableForNanos() == 0) {
            throw Failure.of(ExitStatus.REFUSED, "the session is read-only")
                    .at(session.name())
                    .next("rw on 15m");
        }
    }

    private static String article(String words) {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    /** Replaces the sessions. */
    void use(Sessions others) {
        sessions = others;
    }

    /** While open, Ctrl-C cancels the command instead of ending the process; at a prompt it always does. */
    public Closeable interruptible() {
        return interrupts.get();
    }

    /** Sets the handler that makes commands {@link #interruptible} without a prompt. */
    public void interruptedBy(Supplier<Closeable> listener) {
        interrupts = listener;
    }

    /** Requests that the shell or script ends with this status after the current command. */
    public void askExit(int status) {
        if (!left.behind()) {
            exitAsked = (Integer) status;
        }
    }

    /** The status requested by {@code exit}, or null. */
    public Integer exitAsked() {
        return exitAsked;
    }

    @Override
    public void close() throws IOException {
        clients.close();
        if (sessions != null) {
            sessions.close();
        }
    }
}
