package io.metash.shell.terminal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;

/** A simulated terminal for running the start once, to load its classes. */
public final class WarmupTerminal {
    private static final String READY = "2004h";
    private static final int GRACE_MS = 5_000;

    private WarmupTerminal() {}

    /**
     * A pseudo-terminal that types the given keys when the editor is ready; in memory if the system has none. It closes
     * after some seconds in any case.
     */
    public static Terminal on(byte[] keys) throws IOException {
        String type = "xterm-256color";
        Size size = new Size(100, 30);
        String natives = System.getProperty("jna.boot.library.path");
        System.setProperty("java.util.logging.config.class", SystemTerminal.Silence.class.getName());
        try {
            JniTerminalProvider provider = new JniTerminalProvider();
            loadTerminalClasses(provider);
            Pty pty = provider.open(null, size);
            Capabilities capabilities = null;
            if (natives != null) {
                capabilities = Capabilities.read(Path.of(natives), type);
            }
            Terminal terminal = new PtyTerminal(type, new FixedSpeedPty(pty), SignalWatch.begin(), capabilities);
            inBackground(() -> type(keys, pty));
            inBackground(() -> leave(pty));
            return terminal;
        } catch (IOException | RuntimeException | LinkageError none) {
            ExternalTerminal terminal = new ExternalTerminal(
                    "metash",
                    type,
                    new ByteArrayInputStream(keys),
                    OutputStream.nullOutputStream(),
                    StandardCharsets.UTF_8);
            terminal.setSize(size);
            return terminal;
        }
    }

    private static void loadTerminalClasses(JniTerminalProvider provider) {
        try {
            provider.current(SystemStream.Output);
        } catch (IOException e) {
            // The classes are loaded.
            return;
        }
    }

    private static void inBackground(Runnable what) {
        Thread thread = new Thread(what, "metash-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Types the keys once the line editor enables bracketed paste, and reads its output. */
    private static void type(byte[] keys, Pty pty) {
        byte[] shown = new byte[8192];
        boolean ready = false;
        try (InputStream screen = pty.getMasterInput();
                OutputStream keyboard = pty.getMasterOutput()) {
            for (int n = screen.read(shown); n > 0; n = screen.read(shown)) {
                if (!ready && new String(shown, 0, n, StandardCharsets.UTF_8).contains(READY)) {
                    ready = true;
                    keyboard.write(keys);
                }
            }
        } catch (IOException closed) {
            // The shell has ended.
            return;
        }
    }

    /** Sends Ctrl-C and Ctrl-D repeatedly if the keys did not end the shell. */
    private static void leave(Pty pty) {
        try {
            while (true) {
                Thread.sleep(GRACE_MS);
                pty.getMasterOutput().write(new byte[] {3, 4});
            }
        } catch (IOException | InterruptedException ended) {
            return;
        }
    }
}
