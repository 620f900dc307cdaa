package io.metash.shell.editor;

import io.metash.command.completion.LineGrammar;
import io.metash.shell.terminal.LazyLineReader;
import java.io.IOError;
import java.io.InterruptedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * JLine's line editor with additions: a hint below the line, suggestions accepted by the right arrow, confirmation of pasted
 * text, a fuzzy history search, the user's editor.
 */
public final class ShellLineReader extends LazyLineReader {
    private static final int MIN_ROWS = 10;
    private static final int MIN_COLUMNS = 30;
    private static final String TAKE_SUGGESTION = "take-suggestion";
    private static final String TAKE_SUGGESTION_AT_END = "take-suggestion-at-end";

    private final LineGrammar grammar;
    private final LineHistory lines;
    private final HistorySuggestion suggestion;
    private final boolean colored;
    private boolean waiting;
    private boolean interrupted;
    private @Nullable String pasted;

    public ShellLineReader(Terminal terminal, LineGrammar grammar, LineHistory lines, boolean colored, boolean vi) {
        super(terminal, new HashMap<>());
        this.grammar = grammar;
        this.lines = lines;
        this.colored = colored;
        suggestion = new HistorySuggestion(grammar, lines);
        setParser(new LineParser());
        setHistory(lines);
        setHighlighter(new SyntaxHighlighter(grammar, suggestion, colored));
        setCompletionMatcher(new RankedCandidates());
        option(Option.DISABLE_EVENT_EXPANSION, true);
        option(Option.INSERT_TAB, false);
        option(Option.AUTO_MENU, false);
        option(Option.CASE_INSENSITIVE_SEARCH, true);
        option(Option.EMPTY_WORD_OPTIONS, true);
        setVariable(LIST_MAX, 200);
        setVariable(HISTORY_SIZE, 20_000);
        setVariable(SECONDARY_PROMPT_PATTERN, "... ");
        setVariable(BELL_STYLE, "none");
        setVariable(FEATURES_MAX_BUFFER_SIZE, 4000);
        widgets.put(BEGIN_PASTE, () -> new Paste(this).consume());
        widgets.put(HISTORY_INCREMENTAL_SEARCH_BACKWARD, () -> new HistorySearch(this, lines).run());
        widgets.put(EDIT_AND_EXECUTE_COMMAND, () -> new Editor(terminal).edit(buf));
        widgets.put(TAKE_SUGGESTION, () -> acceptSuggestion(FORWARD_CHAR));
        widgets.put(TAKE_SUGGESTION_AT_END, () -> acceptSuggestion(END_OF_LINE));
        if (vi) {
            keyMaps.put(MAIN, keyMaps.get(VIINS));
        }
    }

    @Override
    protected void makeMore() {
        grammar.prepare();
    }

    @Override
    public KeyMap<Binding> emacs() {
        return bindSuggestion(super.emacs());
    }

    @Override
    public KeyMap<Binding> viInsertion() {
        return bindSuggestion(super.viInsertion());
    }

    private KeyMap<Binding> bindSuggestion(KeyMap<Binding> keys) {
        Reference accept = new Reference(TAKE_SUGGESTION);
        keys.bind(accept, KeyMap.ctrl('F'), "\033[C", "\033OC");
        keys.bind(new Reference(TAKE_SUGGESTION_AT_END), KeyMap.ctrl('E'), "\033[F", "\033OF", "\033[4~");
        // Arrow keys typed while a command runs arrive in the other of their two encodings.
        keys.bind(new Reference(BACKWARD_CHAR), "\033[D", "\033OD");
        keys.bind(new Reference(UP_LINE_OR_SEARCH), "\033[A", "\033OA");
        keys.bind(new Reference(DOWN_LINE_OR_SEARCH), "\033[B", "\033OB");
        String right = KeyMap.key(terminal, Capability.key_right);
        if (right != null) {
            keys.bind(accept, right);
        }
        return keys;
    }

    private boolean acceptSuggestion(String otherwise) {
        String more = "";
        if (colored) {
            more = suggestion.after(this);
        }
        if (more.isEmpty()) {
            callWidget(otherwise);
        } else {
            buf.write(more);
        }
        return true;
    }

    int rows() {
        return size.getRows();
    }

    int columns() {
        return size.getColumns();
    }

    /** Shows text below the edited line until other text replaces it; null for none. */
    void below(@Nullable AttributedString text) {
        if (text == null) {
            post = null;
        } else {
            post = () -> text;
        }
        redisplay(true);
    }

    @Override
    protected void cleanup() {
        boolean left = buf.length() == 0 && "\004".equals(getLastBinding());
        interrupted = state == State.NORMAL && !left;
        try {
            super.cleanup();
        } finally {
            interrupted = false;
        }
    }

    /** Whether Ctrl-C ended the line. */
    boolean interrupted() {
        return interrupted;
    }

    @Override
    protected void redisplay(boolean flush) {
        boolean hinted = post == null && reading;
        if (hinted) {
            AttributedString hint = hint();
            if (hint == null) {
                post = null;
            } else {
                post = () -> hint;
            }
        }
        try {
            super.redisplay(flush);
        } finally {
            if (hinted) {
                post = null;
            }
        }
    }

    private @Nullable AttributedString hint() {
        if (waiting) {
            return new AttributedString("...");
        }
        if (plain() || !colored || rows() < MIN_ROWS || columns() < MIN_COLUMNS || buf.length() == 0) {
            return null;
        }
        String text = grammar.hint(SyntaxHighlighter.atCursor(buf.upToCursor()));
        if (text.isEmpty()) {
            return null;
        }
        AttributedString line = new AttributedString(text, AttributedStyle.DEFAULT.faint());
        int most = columns() - 1;
        if (line.columnLength() <= most) {
            return line;
        }
        return new AttributedStringBuilder()
                .append(line.columnSubSequence(0, most - 3))
                .append("...", AttributedStyle.DEFAULT.faint())
                .toAttributedString();
    }

    /** The result of a search; null if the user pressed a key first. Shows three dots after {@code quietMs}. */
    <T> @Nullable T await(CompletableFuture<T> answer, long quietMs) {
        try {
            return answer.get(quietMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            waiting = true;
            redisplay(true);
            return awaitKeyOr(answer);
        } catch (InterruptedException interruption) {
            return null;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> @Nullable T awaitKeyOr(CompletableFuture<T> answer) {
        try {
            while (!answer.isDone()) {
                if (!plain() && bindingReader.peekCharacter(50) >= 0) {
                    return null;
                }
            }
            return answer.join();
        } catch (IOError interrupted) {
            if (interrupted.getCause() instanceof InterruptedIOException) {
                return null;
            }
            throw interrupted;
        } finally {
            waiting = false;
            Thread.interrupted();
            redisplay(true);
        }
    }

    /** Redraws the line between two keys, unless it was accepted in the meantime. */
    @Override
    protected void handleSignal(Terminal.Signal signal) {
        lock.lock();
        try {
            if (reading) {
                redrawAfter(signal);
            }
        } finally {
            lock.unlock();
        }
    }

    private void redrawAfter(Terminal.Signal signal) {
        super.handleSignal(signal);
        if (signal == Terminal.Signal.CONT && isSet(Option.BRACKETED_PASTE) && !plain()) {
            // Another reader of the terminal may have switched it off.
            terminal.writer().write(BRACKETED_PASTE_ON);
            terminal.flush();
        }
    }

    @Override
    protected Comparator<Candidate> getCandidateComparator(boolean caseInsensitive, String word) {
        return Comparator.comparingInt(Candidate::sort);
    }

    /** Reads the text of a bracketed paste. */
    String readPaste() {
        return doReadStringUntil(BRACKETED_PASTE_END);
    }

    /** Reads a key. */
    Binding readKey(KeyMap<Binding> keys) {
        return readBinding(keys);
    }

    /** The keys of the current mode, plus ESC alone, which cancels; ESC counts when no key follows within the time. */
    KeyMap<Binding> keysWithEscape(long aloneMs) {
        KeyMap<Binding> present = getKeys();
        KeyMap<Binding> keys = new KeyMap<>();
        present.getBoundKeys().forEach((sequence, binding) -> keys.bind(binding, sequence));
        keys.bind(new Reference(SEND_BREAK), KeyMap.esc());
        keys.setUnicode(present.getUnicode());
        keys.setNomatch(present.getNomatch());
        keys.setAmbiguousTimeout(aloneMs);
        return keys;
    }

    /** Pushes the last key back for the next reader. */
    void pushBack() {
        bindingReader.runMacro(bindingReader.getLastBinding());
    }

    /** Ends the line with a pasted text that replaces its content. */
    void acceptPaste(String text) {
        pasted = text;
        buf.clear();
        state = State.DONE;
    }

    /** The pasted text to run, once; null if the line was typed. */
    public @Nullable String removePaste() {
        String text = pasted;
        pasted = null;
        return text;
    }
}
