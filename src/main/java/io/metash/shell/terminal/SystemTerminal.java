package io.metash.shell.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;
import org.jline.utils.OSUtils;

/** Opens the terminal of the process quickly, with JLine's native library from the launcher's cache if present. */
public final class SystemTerminal {
    private static final String LIBRARY_FOLDER = "library.jline.path";
    private static final Size USUAL = new Size(80, 24);

    private SystemTerminal() {}

    /** Prints a first prompt immediately, unless the launcher did; the real prompt overwrites it. */
    public static void sign(PrintStream out) {
        String type = System.getenv("TERM");
        if (type != null && !type.startsWith(Terminal.TYPE_DUMB) && System.getenv("METASH_SIGN") == null) {
            out.print("metash> ");
            out.flush();
        }
    }

    /** Opens the terminal, with a default size when unknown. */
    public static Terminal open() throws IOException {
        System.setProperty("java.util.logging.config.class", Silence.class.getName());
        String type = System.getenv("TERM");
        boolean line = type == null || type.isEmpty() || type.startsWith(Terminal.TYPE_DUMB);
        Terminal terminal;
        if (line) {
            terminal = lineByLine();
        } else {
            terminal = quick(type);
        }
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
            try {
                terminal.setSize(USUAL);
            } catch (UnsupportedOperationException e) {
                // A dumb terminal has no size and needs none.
            }
        }
        return terminal;
    }

    /** Restricts the programs that JLine runs to the system PATH, so that it runs no other program of the same name. */
    private static void programsBySystemPath() {
        OSUtils.TTY_COMMAND = "/usr/bin/tty";
        OSUtils.STTY_COMMAND = "/usr/bin/stty";
        OSUtils.INFOCMP_COMMAND = "/usr/bin/infocmp";
        OSUtils.TEST_COMMAND = "/usr/bin/test";
    }

    private static Terminal lineByLine() throws IOException {
        programsBySystemPath();
        loadCapabilities(Terminal.TYPE_DUMB);
        return TerminalBuilder.builder()
                .name("metash")
                .system(true)
                .type(Terminal.TYPE_DUMB)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    /** The result of JLine's builder, without the programs that it runs. */
    private static Terminal quick(String type) throws IOException {
        SignalWatch signals = SignalWatch.begin();
        try {
            if (!onPseudoTerminal()) {
                throw new IOException("a line whose speed must not be touched");
            }
            String natives = System.getProperty("jna.boot.library.path");
            Capabilities capabilities = null;
            if (natives != null) {
                System.setProperty(LIBRARY_FOLDER, natives);
                capabilities = Capabilities.read(Path.of(natives), type);
            }
            if (capabilities == null) {
                // For an unknown type JLine runs a program, which must come from the system PATH.
                programsBySystemPath();
                loadCapabilities(type);
            }
            Pty pty = new FixedSpeedPty(new JniTerminalProvider().current(SystemStream.Output));
            return new PtyTerminal(type, pty, signals, capabilities);
        } catch (IOException | RuntimeException | LinkageError notHere) {
            signals.close();
            programsBySystemPath();
            loadCapabilities(type);
            return TerminalBuilder.builder()
                    .name("metash")
                    .system(true)
                    .dumb(true)
                    .encoding(StandardCharsets.UTF_8)
                    .ffm(false)
                    .jni(false)
                    .jansi(false)
                    .jna(false)
                    .build();
        }
    }

    private static boolean onPseudoTerminal() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/0")).startsWith("/dev/pts");
    }

    /** Loads JLine's built-in capabilities of common terminals, since JLine would run infocmp first. */
    private static void loadCapabilities(String type) throws IOException {
        try (InputStream in = InfoCmp.class.getResourceAsStream(Capabilities.alike(type) + ".caps")) {
            if (in != null) {
                InfoCmp.setLoadedInfoCmp(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Replaces the logging configuration, so that JLine logs nothing to the screen. */
    public static final class Silence {
        /** Called by the log manager. */
        public Silence() {
            Logger.getLogger("").setLevel(Level.OFF);
        }
    }

    /** Writes files into a directory that a start reads instead of loading libraries. */
    public static void prepare(Path directory) throws IOException {
        Files.createDirectories(directory);
        Capabilities.writeUsual(directory);
        try (InputStream in = SystemTerminal.class.getResourceAsStream(JLineNativeLoader.resource())) {
            if (in != null) {
                Files.copy(in, directory.resolve(JLineNativeLoader.FILE), StandardCopyOption.REPLACE_EXISTING);
                System.setProperty(LIBRARY_FOLDER, directory.toString());
            }
        }
    }
}
