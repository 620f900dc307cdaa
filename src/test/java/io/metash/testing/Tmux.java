package io.metash.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real terminal: a tmux session of its own. */
public final class Tmux implements AutoCloseable {
    private static final long PATIENCE_MS = 20_000;

    private final String socket = "metash-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    /** A terminal of so many columns and rows that runs a shell command. */
    public Tmux(int columns, int rows, String command) throws IOException, InterruptedException {
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "" + columns, "-y", "" + rows, command);
    }

    /** Whether tmux is there. */
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
        List<String> command = new ArrayList<>(List.of("tmux", "-L", socket));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return out;
    }

    /** Types text as it is. */
    public Tmux type(String text) throws IOException, InterruptedException {
        tmux("send-keys", "-l", "--", text);
        return this;
    }

    /** Presses a key: {@code Enter}, {@code Tab}, {@code C-c}. */
    public Tmux press(String key) throws IOException, InterruptedException {
        tmux("send-keys", key);
        return this;
    }

    /** The screen, without blank lines at its end. */
    public String screen() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** Waits until the screen shows a text; returns the screen, which may lack it when patience ended. */
    public String await(String text) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        String screen = screen();
        while (!screen.contains(text) && System.currentTimeMillis() < end) {
            Thread.sleep(50);
            screen = screen();
        }
        return screen;
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
