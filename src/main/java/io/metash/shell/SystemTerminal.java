package io.metash.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.InfoCmp;

/** The terminal of the process, opened the quick way: by JLine's native library, from the launcher's cache where it is there. */
final class SystemTerminal {
    private static final String LIBRARY_FOLDER = "library.jline.path";
    private static final Size USUAL = new Size(80, 24);
    /** What a first start needs beyond what a terminal in memory does. */
    private static final String[] CLASSES = {
        "org.jline.terminal.impl.jni.JniTerminalProvider",
        "org.jline.terminal.impl.jni.linux.LinuxNativePty",
        "org.jline.terminal.impl.PosixSysTerminal",
        "org.jline.terminal.impl.exec.ExecTerminalProvider",
        "org.jline.terminal.impl.AbstractPty$PtyInputStream",
        "org.jline.utils.Signals",
        "org.jline.utils.ShutdownHooks",
        "org.jline.utils.FastBufferedOutputStream",
        "org.jline.nativ.JLineNativeLoader",
        "org.jline.nativ.JLineNativeLoader$1",
        "org.jline.nativ.OSInfo",
        "org.jline.terminal.spi.SystemStream",
        "org.jline.terminal.impl.jni.JniNativePty$1",
        "org.jline.terminal.impl.jni.linux.LinuxNativePty$1",
        "org.jline.utils.ShutdownHooks$Task",
        "io.metash.command.TerminalColumns",
        "io.metash.shell.SystemTerminal$Silence",
        "sun.misc.Signal",
        "sun.misc.SignalHandler",
        "sun.misc.Signal$SunMiscHandler",
        "sun.misc.Signal$InternalMiscHandler",
        "org.jline.nativ.CLibrary",
        "io.metash.shell.SameSpeed",
        "org.jline.nativ.CLibrary$WinSize",
        "org.jline.nativ.CLibrary$Termios"
    };

    private SystemTerminal() {}

    /** Shows at once that somebody is there, unless the launcher did; the prompt is drawn over it. */
    static void sign(PrintStream out) {
        String type = System.getenv("TERM");
        if (type != null && !type.startsWith(Terminal.TYPE_DUMB) && System.getenv("METASH_SIGN") == null) {
            out.print("metash> ");
            out.flush();
        }
    }

    /** Opens it. One whose size nobody knows becomes a usual one. */
    static Terminal open() throws IOException {
        System.setProperty("java.util.logging.config.class", Silence.class.getName());
        String type = System.getenv("TERM");
        boolean line = type == null || type.isEmpty() || type.startsWith(Terminal.TYPE_DUMB);
        Terminal terminal = line ? lineByLine() : quick(type);
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
            try {
                terminal.setSize(USUAL);
            } catch (UnsupportedOperationException isAsItIs) {
                // A dumb one has no size and needs none.
            }
        }
        return terminal;
    }

    private static Terminal lineByLine() throws IOException {
        return TerminalBuilder.builder()
                .name("metash")
                .system(true)
                .type(Terminal.TYPE_DUMB)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    /** What the builder comes to in the end, without the programs that it runs on its way. */
    private static Terminal quick(String type) throws IOException {
        String natives = System.getProperty("jna.boot.library.path");
        if (natives != null && Files.exists(Path.of(natives, "libjlinenative.so"))) {
            System.setProperty(LIBRARY_FOLDER, natives);
            // JLine looks there for what it left behind; in /tmp that may take long.
            System.setProperty("jline.tmpdir", natives);
        }
        bringCapabilities(type);
        try {
            if (!onPseudoTerminal()) {
                throw new IOException("a line whose speed must not be touched");
            }
            Pty pty = new SameSpeed(new JniTerminalProvider().current(SystemStream.Output));
            return new PosixSysTerminal(
                    "metash", type, pty, StandardCharsets.UTF_8, true, Terminal.SignalHandler.SIG_DFL);
        } catch (IOException | RuntimeException | LinkageError notHere) {
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

    /** JLine has the capabilities of the usual terminals with it, but asks infocmp first. */
    private static void bringCapabilities(String type) throws IOException {
        String alike = type.startsWith("tmux") ? type.replace("tmux", "screen") : type;
        try (InputStream in = InfoCmp.class.getResourceAsStream(alike + ".caps")) {
            if (in != null) {
                InfoCmp.setLoadedInfoCmp(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Takes the place of the settings of logging: JLine has nothing to say that belongs on the screen. */
    public static final class Silence {
        /** Made by the log manager. */
        public Silence() {
            java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
        }
    }

    /** A terminal in memory that gets these keys, for the classes that a start needs. */
    static Terminal rehearsal(byte[] keys) throws IOException {
        for (String name : CLASSES) {
            try {
                Class.forName(name, false, SystemTerminal.class.getClassLoader());
            } catch (ClassNotFoundException anotherJLine) {
                // Then it loads when it is needed.
            }
        }
        ExternalTerminal terminal = new ExternalTerminal(
                "metash",
                "xterm-256color",
                new ByteArrayInputStream(keys),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8);
        terminal.setSize(new Size(100, 30));
        return terminal;
    }
}
