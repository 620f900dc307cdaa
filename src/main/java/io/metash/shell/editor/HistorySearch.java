package io.metash.shell.editor;

import io.metash.output.Printable;
import java.io.IOError;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Ctrl-R: a list of earlier lines that shrinks with each letter; newest first, lines that contain the letters only with gaps
 * last, each line once. Enter takes the marked one into the line; another Enter runs it. ESC and Ctrl-G leave the line
 * unchanged.
 */
final class HistorySearch {
    private static final int SHOWN = 8;

    /** ESC is a separate key if nothing follows within this time; arrow keys send ESC and more bytes at once. */
    private static final long LEAVE_AFTER_MS = 150;

    private final ShellLineReader screen;
    private final List<String> lines;
    private final StringBuilder wanted = new StringBuilder();
    private List<String> found = List.of();
    private int marked;

    HistorySearch(ShellLineReader screen, LineHistory history) {
        this.screen = screen;
        this.lines = history.newestFirst();
    }

    boolean run() {
        String before = screen.getBuffer().toString();
        KeyMap<Binding> keys = screen.keysWithEscape(LEAVE_AFTER_MS);
        wanted.append(before);
        search();
        try {
            while (true) {
                show();
                Binding key = screen.readKey(keys);
                String name = "";
                if (key instanceof Reference reference) {
                    name = reference.name();
                }
                switch (name) {
                    case LineReader.SELF_INSERT -> wanted.append(screen.getLastBinding());
                    case LineReader.BACKWARD_DELETE_CHAR, LineReader.VI_BACKWARD_DELETE_CHAR ->
                        wanted.setLength(Math.max(0, wanted.length() - 1));
                    case LineReader.HISTORY_INCREMENTAL_SEARCH_BACKWARD, LineReader.DOWN_LINE_OR_HISTORY -> {
                        marked = Math.min(marked + 1, Math.max(0, found.size() - 1));
                        continue;
                    }
                    case LineReader.HISTORY_INCREMENTAL_SEARCH_FORWARD, LineReader.UP_LINE_OR_HISTORY -> {
                        marked = Math.max(0, marked - 1);
                        continue;
                    }
                    case LineReader.SEND_BREAK -> {
                        return leave(before);
                    }
                    default -> {
                        boolean enter = name.equals(LineReader.ACCEPT_LINE);
                        boolean accepted = leave(found.isEmpty() ? before : found.get(marked));
                        if (!enter) {
                            screen.pushBack();
                        }
                        return accepted;
                    }
                }
                search();
            }
        } catch (IOError interrupted) {
            if (interrupted.getCause() instanceof InterruptedIOException) {
                return leave(before);
            }
            throw interrupted;
        }
    }

    private boolean leave(String line) {
        Thread.interrupted();
        screen.getBuffer().clear();
        screen.getBuffer().write(line);
        screen.below(null);
        return true;
    }

    private void search() {
        String all = wanted.toString().toLowerCase(Locale.ROOT);
        List<String> whole = new ArrayList<>();
        List<String> scattered = new ArrayList<>();
        for (String line : lines) {
            String small = line.toLowerCase(Locale.ROOT);
            if (small.contains(all)) {
                whole.add(line);
            } else if (inOrder(all.replace(" ", ""), small)) {
                scattered.add(line);
            }
        }
        whole.addAll(scattered);
        found = whole;
        marked = 0;
    }

    private static boolean inOrder(String letters, String line) {
        int at = 0;
        for (int i = 0; i < line.length() && at < letters.length(); i++) {
            if (line.charAt(i) == letters.charAt(at)) {
                at++;
            }
        }
        return at == letters.length();
    }

    private void show() {
        AttributedStringBuilder out = new AttributedStringBuilder();
        out.append("search: ", AttributedStyle.BOLD).append(wanted).append("_");
        if (found.isEmpty()) {
            out.append("  nothing found", AttributedStyle.DEFAULT.faint());
        }
        int rows = Math.max(1, Math.min(SHOWN, screen.rows() - 3));
        int first = Math.max(0, marked - rows + 1);
        int most = Integer.MAX_VALUE;
        if (screen.columns() > 8) {
            most = screen.columns() - 4;
        }
        for (int i = first; i < Math.min(found.size(), first + rows); i++) {
            AttributedString line = new AttributedString(Printable.command(found.get(i)));
            AttributedStyle style = AttributedStyle.DEFAULT;
            if (i == marked) {
                style = AttributedStyle.BOLD;
            }
            out.append("\n").append(i == marked ? "> " : "  ", style);
            out.append(line.columnSubSequence(0, most).toString(), style);
        }
        screen.below(out.toAttributedString());
    }
}
