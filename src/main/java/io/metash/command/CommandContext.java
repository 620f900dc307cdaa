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
    private ProgressLine progress;
    private boolean dataOnScreen;
    private Prompter person;
    private Supplier<Canvas> canvases;
    private List<Bytes> lastListed = List.of();
    private Session lastListedOf;
    private HistoryLines history;
    private final AbandonedCommands left = new AbandonedCommands();
    private final Aliases aliases = new Aliases();
    private StateFolder stateFolder = StateFolder.ofUser();

    /**
     * * A context.
     *
     * @param table the commands that there are
     * @param io the streams
     * @param interactive whether the command comes from a user at a prompt
     * @param debug whether failures are shown with their stack
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

    /** The commands that there are. */
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

    /** One command is all that will run. */
    public void markOneShot() {
        oneShot = true;
    }

    /** A client of a service that is named by its address: one for all commands that name it in the same way. */
    public MetaClient client(String place, ClientOptions options) {
        return clients.get(place, options, this);
    }

    /** The flags of metactl for connections. */
    public ConnectionFlags connectionFlags() {
        return connectionFlags;
    }

    /** Puts flags for connections in force. */
    public void use(ConnectionFlags flags) {
        connectionFlags = flags;
    }

    /** Whether failures are shown with their stack. */
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

    /** Puts these settings in force. */
    public void use(Config settings) {
        config = settings;
        timing = settings.on(Setting.TIMING);
    }

    /** The script that commands run in. */
    public Scripting scripting() {
        if (scripting == null) {
            throw Failure.of(ExitStatus.USAGE, "this works in scripts and at the prompt only");
        }
        return scripting;
    }

    /** Commands run in this script. */
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

    /** What sees the commands that have run, or null. */
    public CommandListener listener() {
        return listener;
    }

    /** Sets what sees the commands that have run; null for nothing. */
    public void listener(CommandListener seesCommands) {
        listener = seesCommands;
    }

    /** Passes a command of the person or script that has run to the listener. */
    public void ran(List<String> words, int status) {
        if (listener != null) {
            listener.afterCommand(words, status);
        }
    }

    /** The status of the last command. */
    public int lastStatus() {
        return lastStatus;
    }

    /** A command ended with this status. */
    public void ended(int status) {
        lastStatus = status;
    }

    /** Forgets the lines of this shell at its end. */
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

    /** A new command begins: it has read nothing yet. */
    public void renewMeter() {
        meter = new ReadMeter();
    }

    /** Files and object storage, with the settings in force. */
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

    /** What is remembered of a session. */
    public synchronized SessionState state(Session session) {
        return states.computeIfAbsent(session, unknown -> new SessionState());
    }

    /** The current prefix of the session, to which relative keys are resolved. */
    public String folder() {
        return state(session()).folder();
    }

    /** The live keys of a range of the current session, counted, with cancellation. */
    public KvCursor scan(Bytes fromInclusive, Bytes toExclusiveOrNull) throws IOException {
        reading(meter.records(), meter.bytes());
        return new ProgressCursor(session().scan(fromInclusive, toExclusiveOrNull), this);
    }

    /** Counts what the present command reads. */
    public ReadMeter meter() {
        return meter;
    }

    /** A command begins, perhaps inside another one: what it reads is counted for itself. */
    ReadMeter beginMeter() {
        ReadMeter outer = meter;
        meter = new ReadMeter();
        return outer;
    }

    /** A command ends: what it read counts for the outer one. */
    void endMeter(ReadMeter outer) {
        outer.add(meter);
        meter = outer;
    }

    /** So much was read of the session up to now; it is shown when it takes long. */
    void reading(long records, long bytes) {
        if (!io.errTerminal() || dataOnScreen) {
            return;
        }
        if (progress == null) {
            new ProgressLine(this, "reading");
        }
        progress.moved(records, bytes, -1);
    }

    /** Nothing is read for the time being. */
    void readingPauses() {
        pauseProgress();
    }

    /** Takes the progress line off the screen until something moves again. */
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

    /** The command ends. */
    void endProgress() {
        dataOnScreen = false;
        clearLine();
    }

    /** Whether each command ends with how long it took and what it read. */
    public boolean timing() {
        if (timing == null) {
            return config().on(Setting.TIMING);
        }
        return timing;
    }

    /** Requests this, or its end. */
    public void timing(boolean on) {
        timing = on;
    }

    /** The prompter, or null without a terminal. */
    public Prompter person() {
        return person;
    }

    /** Sets the prompter. */
    public void attended(Prompter somebody) {
        person = somebody;
    }

    /** Short names for commands. */
    public Aliases aliases() {
        return aliases;
    }

    /** Where the audit log is. */
    public StateFolder stateFolder() {
        return stateFolder;
    }

    /** Keeps what happened somewhere else. */
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

    /** Keys that the last listing showed, the first of them, if it was one of this session. */
    public List<Bytes> lastListed(Session session) {
        if (session == lastListedOf) {
            return lastListed;
        }
        return List.of();
    }

    /** Whether a command may draw on the whole screen. */
    public boolean hasCanvas() {
        return canvases != null && io.outTerminal();
    }

    /** The whole screen, to be closed. */
    public Canvas canvas() {
        return canvases.get();
    }

    /** There is a screen to draw on. */
    public void drawOn(Supplier<Canvas> screens) {
        canvases = screens;
    }

    /** Remembers what a listing showed. */
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

    /** Puts other sessions in their place. */
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
