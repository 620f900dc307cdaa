package io.metash.shell.editor;

import io.metash.files.DeleteOnExit;
import io.metash.shell.terminal.TerminalModes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jline.reader.Buffer;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * Ctrl-X Ctrl-E: edits the line in {@code $VISUAL} or {@code $EDITOR}, else vi. The result replaces the line; Enter runs it.
 */
final class Editor {
    private final Terminal terminal;

    Editor(Terminal terminal) {
        this.terminal = terminal;
    }

    boolean edit(Buffer line) {
        Path file = null;
        try {
            file = DeleteOnExit.create(() -> Files.createTempFile(
                    "metash-line-",
                    ".metash",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
            Files.writeString(file, line + "\n");
            boolean succeeded = run(file);
            String text = Files.readString(file).stripTrailing();
            if (succeeded) {
                line.clear();
                line.write(text);
            }
            return succeeded;
        } catch (IOException cannot) {
            return false;
        } finally {
            if (file != null) {
                file.toFile().delete();
                DeleteOnExit.remove(file);
            }
        }
    }

    private boolean run(Path file) throws IOException {
        terminal.puts(Capability.keypad_local);
        terminal.flush();
        try (Closeable lease = TerminalModes.of(terminal).lend()) {
            Objects.requireNonNull(lease);
            Process editor = new ProcessBuilder(
                            "sh", "-c", "exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start();
            return waitFor(editor) == 0;
        } finally {
            terminal.puts(Capability.keypad_xmit);
            terminal.flush();
        }
    }

    /** Ignores Ctrl-C while the editor runs, which handles it. */
    private static int waitFor(Process editor) {
        while (true) {
            try {
                return editor.waitFor();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }
}
