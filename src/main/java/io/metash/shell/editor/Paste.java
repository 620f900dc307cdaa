package io.metash.shell.editor;

import io.metash.output.Printable;
import io.metash.shell.script.CommandSplitter;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Buffer;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Handles pasted text: a single command goes into the line, as if typed, however many lines it has. Several commands are
 * shown abbreviated, and run after confirmation.
 */
final class Paste {
    private static final int SHOWN = 3;

    private final ShellLineReader screen;

    Paste(ShellLineReader screen) {
        this.screen = screen;
    }

    boolean consume() {
        String text =
                screen.readPaste().replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
        Buffer buffer = screen.getBuffer();
        String whole = buffer.substring(0, buffer.cursor()) + text + buffer.substring(buffer.cursor());
        int commands = CommandSplitter.typed(whole).size();
        if (commands < 2 || text.indexOf('\n') < 0) {
            buffer.write(text);
            return true;
        }
        screen.below(question(whole, commands));
        int key = screen.readCharacter();
        screen.below(null);
        if (key == 'y' || key == 'Y') {
            screen.acceptPaste(whole);
        } else if (key == 'e' || key == 'E') {
            buffer.write(text);
        }
        return true;
    }

    private AttributedString question(String whole, int commands) {
        List<String> lines = whole.lines().toList();
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
        int left = lines.size() - shown.size();
        if (left > 1) {
            shown.add("... " + (left - 1) + " more lines ...");
        }
        if (left > 0) {
            shown.add(lines.get(lines.size() - 1));
        }
        AttributedStringBuilder out = new AttributedStringBuilder();
        out.append("pasted: " + lines.size() + " lines, " + commands + " commands\n", AttributedStyle.BOLD);
        int most = Integer.MAX_VALUE;
        if (screen.columns() > 8) {
            most = screen.columns() - 4;
        }
        for (String line : shown) {
            AttributedString one = new AttributedString(Printable.text(line));
            out.append("  ").append(one.columnSubSequence(0, most)).append("\n");
        }
        out.append("y runs them up to the first failure, e edits them, any other key discards them");
        return out.toAttributedString();
    }
}
