package io.metash.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real terminal: a separate tmux session. */
public final class Tmux implements AutoCloseable {
    private static final long GRACE_MS = 120_000;
    private static final int MAX_OF_A_PROMPT = 40;

    private final String socket = "metash-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    /** A terminal of this size that runs a shell command. */
    public Tmux(int columns, int rows, String command) throws IOException, InterruptedException {
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "" + columns, "-y", "" + rows, command);
    }

    /**
     * The shell on a terminal, with its files in a directory; prints {@code ended with STATUS} at its end.
     *
     * @param main the class to start
     * @param variables environment variables, {@code NAME=value}; {@code -u NAME} removes one
     */
    public static Tmux shell(Path home, int columns, int rows, String main, String... variables)
            throws IOException, InterruptedException {
        StringBuilder command = new StringBuilder("stty -a > '" + home + "/stty.before'; cd '" + home + "'; env");
        for (String variable : variables) {
            command.append(variable.startsWith("-u ") ? " " + variable : "");
        }
        for (String name : List.of("CONFIG", "STATE", "CACHE")) {
            command.append(" XDG_")
                    .append(name)
                    .append("_HOME='")
                    .append(home)
                    .append("/")
                    .append(name)
                    .append("'");
        }
        command.append(" LC_ALL=C.UTF-8 METASH_SIGN=1 HOME='").append(home).append("'");
        if (!List.of(variables).contains("-u TERM")) {
            command.append(" TERM=screen-256color");
        }
        for (String variable : variables) {
            command.append(variable.startsWith("-u ") ? "" : " " + variable);
        }
        command.append(' ').append(Java.words());
        command.append(" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx400m -cp '");
        command.append(classPath()).append("' ").append(main);
        command.append("; echo ended with $?; stty -a > '").append(home).append("/stty.after'; exec sleep 600");
        return new Tmux(columns, rows, command.toString());
    }

    /** The class path of the tests, absolute. */
    public static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
    }

    /** Whether tmux is installed. */
    public static boolean present() {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException missing) {
            return false;
        }
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return out;
    }

    /** A keyboard whose keys reach the terminal within a millisecond; every other way to type starts a program. */
    public Keyboard keyboard() throws IOException {
        return new Keyboard(socket);
    }

    /** Types keys one after the other with the given pauses. */
    public static final class Keyboard implements AutoCloseable {
        private final Process client;
        private final Writer commands;

        private Keyboard(String socket) throws IOException {
            client = new ProcessBuilder("tmux", "-u", "-L", socket, "-C", "attach", "-f", "ignore-size,no-output")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            commands = client.outputWriter(StandardCharsets.UTF_8);
        }

        /** Types the bytes of a text, control keys included. */
        public Keyboard type(String text) throws IOException {
            StringBuilder command = new StringBuilder("send-keys -H");
            for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
                command.append(String.format(" %02x", each));
            }
            commands.append(command).append('\n').flush();
            return this;
        }

        @Override
        public void close() throws IOException {
            commands.close();
            client.destroy();
        }
    }

    /** Types text literally. */
    public Tmux type(String text) throws IOException, InterruptedException {
        tmux("send-keys", "-l", "--", text);
        return this;
    }

    /** Types a line and ends it. */
    public Tmux line(String text) throws IOException, InterruptedException {
        return type(text).press("Enter");
    }

    /** Types a line and presses Enter once the editor shows it, so a prompt after it is a new one. */
    public Tmux enter(String text) throws IOException, InterruptedException {
        type(text);
        await(screen -> shownAtCursor(text));
        return press("Enter");
    }

    /** Enters a line and waits for the next prompt with these texts above it; returns the screen. */
    public String run(String line, String... texts) throws IOException, InterruptedException {
        return enter(line).awaitPrompt(texts);
    }

    /** Waits for an empty prompt and these texts on the same screen; returns the screen. */
    public String awaitPrompt(String... texts) throws IOException, InterruptedException {
        return await(
                screen -> screen.endsWith(">") && List.of(texts).stream().allMatch(screen::contains),
                this::screen,
                List.of(texts));
    }

    /** Whether a text follows the prompt at the cursor, wrapped or not. */
    private boolean shownAtCursor(String text) {
        try {
            String[] seen = tmux("display-message", "-p", "#{cursor_y} #{pane_width}", ";", "capture-pane", "-p")
                    .split("\n", -1);
            String[] at = seen[0].split(" ");
            int last = 1 + Integer.parseInt(at[0]);
            int first = Math.max(1, last - (2 * text.length() + MAX_OF_A_PROMPT) / Integer.parseInt(at[1]));
            String rows = String.join("", List.of(seen).subList(first, Math.min(seen.length, last + 1)));
            // A blank in the last column is not part of the screen.
            return rows.replace(" ", "").contains(">" + text.replace(" ", ""));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Presses a key: {@code Enter}, {@code Tab}, {@code C-c}. */
    public Tmux press(String key) throws IOException, InterruptedException {
        tmux("send-keys", key);
        return this;
    }

    /** Pastes a text with bracketed paste. */
    public Tmux paste(String text) throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile("metash-paste", null), text);
        try {
            tmux("load-buffer", file.toString());
            tmux("paste-buffer", "-p", "-d");
        } finally {
            Files.delete(file);
        }
        return this;
    }

    /** Resizes the window and waits until its programs see the new size, which tmux reports later. */
    public Tmux resize(int columns, int rows) throws IOException, InterruptedException {
        tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
        String device = tmux("display-message", "-p", "#{pane_tty}").strip();
        String size = rows + " " + columns;
        await(screen -> size.equals(size(device)));
        return this;
    }

    private static String size(String device) {
        try {
            Process process = new ProcessBuilder("stty", "-F", device, "size").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** The screen without blank lines at its end. */
    public String screen() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** Waits until the screen, with colour sequences, satisfies a condition; returns it. */
    public String awaitColors(Predicate<String> condition) throws IOException, InterruptedException {
        return await(condition, this::colors, List.of());
    }

    /** The screen with colour sequences. */
    public String colors() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p", "-e").stripTrailing();
    }

    /** The column of the cursor, from 0. */
    public int cursorColumn() throws IOException, InterruptedException {
        return Integer.parseInt(tmux("display-message", "-p", "#{cursor_x}").strip());
    }

    /** Whether a line editor has taken over the keyboard: it enables the keypad before it draws its prompt. */
    public boolean edited() throws IOException, InterruptedException {
        return "1".equals(tmux("display-message", "-p", "#{keypad_flag}").strip());
    }

    /** The process that the terminal was opened for. */
    public long pid() throws IOException, InterruptedException {
        return Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
    }

    /** The last line of the screen. */
    public String lastLine() throws IOException, InterruptedException {
        String screen = screen();
        return screen.substring(screen.lastIndexOf('\n') + 1);
    }

    /**
     * Waits until the screen shows all these texts at once; returns the screen. A shell draws in parts, so wait for
     * texts together if they are asserted together.
     *
     * @throws AssertionError if one of them is missing at the end
     */
    public String await(String... texts) throws IOException, InterruptedException {
        return await(screen -> List.of(texts).stream().allMatch(screen::contains), this::screen, List.of(texts));
    }

    /**
     * Waits until the screen satisfies a condition; returns it.
     *
     * @throws AssertionError if it never does: a wait without a failure would only slow the test down
     */
    public String await(Predicate<String> condition) throws IOException, InterruptedException {
        return await(condition, this::screen, List.of());
    }

    private interface Look {
        String at() throws IOException, InterruptedException;
    }

    private static String await(Predicate<String> condition, Look look, List<String> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + GRACE_MS * 1_000_000;
        String screen = look.at();
        boolean ended = false;
        // The shell has ended, so the screen will not change.
        while (!condition.test(screen) && !ended && System.nanoTime() < end) {
            Thread.sleep(50);
            ended = screen.contains("\nended with");
            screen = look.at();
        }
        if (!condition.test(screen)) {
            String shown = screen;
            List<String> missing =
                    wanted.stream().filter(text -> !shown.contains(text)).toList();
            throw new AssertionError("the awaited text is missing" + (missing.isEmpty() ? "" : ": " + missing)
                    + "\non the screen:\n" + screen);
        }
        return screen;
    }

    /** Waits until the screen ends in a text. */
    public String awaitEnd(String text) throws IOException, InterruptedException {
        return await(screen -> screen.endsWith(text));
    }

    /** Clears the screen at a prompt, so that later waits do not match old text. */
    public Tmux clear() throws IOException, InterruptedException {
        press("C-l");
        await(screen -> screen.endsWith(">") && screen.indexOf('\n') < 0);
        return this;
    }

    /** Clears the line at a prompt. */
    public Tmux empty() throws IOException, InterruptedException {
        press("C-e").press("C-u");
        awaitPrompt();
        return this;
    }

    /** Ends the program in the terminal and waits for it, because an ending process still writes to its directories. */
    @Override
    public void close() throws IOException {
        try {
            List<ProcessHandle> running = new ArrayList<>();
            for (String pid : tmux("list-panes", "-a", "-F", "#{pane_pid}").split("\\s+")) {
                if (pid.matches("\\d+")) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(pane -> {
                        running.add(pane);
                        pane.descendants().forEach(running::add);
                    });
                }
            }
            tmux("kill-server");
            for (ProcessHandle process : running) {
                try {
                    process.onExit().get(10, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
