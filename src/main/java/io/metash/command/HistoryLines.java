package io.metash.command;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines typed at the prompt, in the file {@code history} of the {@link StateDirectory}: time and text per line,
 * appended atomically. Concurrent shells lose no lines; a killed shell loses at most its last line. Secrets are hidden
 * before writing. A large file is renamed to {@code history.1}; both are read.
 */
public final class HistoryLines {
    private static final String FILE = "history";
    private static final String BEFORE = "history.1";
    private static final long BIG = 4 << 20;
    private static final int READ_AT_MOST = 1 << 20;

    private final StateDirectory directory;
    private final boolean kept;
    private final List<Line> ofThisShell = new ArrayList<>();
    private int clears;

    /**
     * Opens the history of a user.
     *
     * @param kept whether lines are saved to the file; else they are kept in memory only
     */
    public HistoryLines(StateDirectory directory, boolean kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /**
     * A line.
     *
     * @param timeMs when the line was typed
     * @param text the text without secrets; may span several lines
     */
    public record Line(long timeMs, String text) {}

    /**
     * Adds a line and returns it without secrets; null for a line that starts with a blank, which is not saved.
     *
     * @throws IOException if the file cannot be written; the line is then kept in memory
     */
    public @Nullable Line add(String text) throws IOException {
        if (text.isBlank() || text.charAt(0) == ' ') {
            return null;
        }
        Line line = new Line(System.currentTimeMillis(), Redaction.line(text));
        ofThisShell.add(line);
        if (kept) {
            rotate();
            String inFile = escape(Redaction.kept(text));
            directory.append(FILE, (line.timeMs() + ":" + inFile + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return line;
    }

    private void rotate() throws IOException {
        Path file = directory.file(FILE);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > BIG) {
            Files.move(
                    file, directory.file(BEFORE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The newest lines, oldest first. */
    public List<Line> lines() throws IOException {
        if (!kept) {
            return List.copyOf(ofThisShell);
        }
        List<Line> lines = new ArrayList<>(read(directory.file(BEFORE)));
        lines.addAll(read(directory.file(FILE)));
        return lines;
    }

    private static List<Line> read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        byte[] bytes;
        boolean cut;
        try (SeekableByteChannel in =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long from = Math.max(0, in.size() - READ_AT_MOST);
            cut = from > 0;
            in.position(from);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_AT_MOST, in.size()));
            while (buffer.hasRemaining() && in.read(buffer) >= 0) {
                // The condition reads.
            }
            bytes = Arrays.copyOf(buffer.array(), buffer.position());
        } catch (NoSuchFileException none) {
            return lines;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int at = 0;
        if (cut) {
            at = text.indexOf('\n') + 1;
        }
        for (int end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
            Line line = parse(text.substring(at, end));
            if (line != null) {
                lines.add(line);
            }
            at = end + 1;
        }
        return lines;
    }

    private static @Nullable Line parse(String text) {
        int colon = text.indexOf(':');
        try {
            if (colon < 1) {
                return null;
            }
            return new Line(Long.parseLong(text.substring(0, colon)), unescape(text, colon + 1));
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String text, int from) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                out.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> next;
                        });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Removes all lines from disk and memory. */
    public void clear() throws IOException {
        ofThisShell.clear();
        clears++;
        if (kept) {
            if (Files.isSymbolicLink(directory.file(FILE))) {
                throw Failure.of(ExitStatus.REFUSED, "the history is a symbolic link, which is not followed")
                        .at(directory.file(FILE).toString());
            }
            Files.deleteIfExists(directory.file(FILE));
            Files.deleteIfExists(directory.file(BEFORE));
        }
    }

    /** The number of calls of {@link #clear}. */
    public int clears() {
        return clears;
    }
}
