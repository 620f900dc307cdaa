package io.metash.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code metash serve} in a separate process, which tests can kill. */
public final class Service implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("at 127\\.0\\.0\\.1:(\\d+)(?:, admin API at 127\\.0\\.0\\.1:(\\d+))?");

    private final Process process;
    private final Path out;
    private final Path err;
    private final int port;
    private final int adminPort;

    private Service(Process process, Path out, Path err, int port, int adminPort) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.port = port;
        this.adminPort = adminPort;
    }

    /** Starts one on free ports with more options; waits until it answers. */
    public static Service start(Path scratch, String... options) throws IOException, InterruptedException {
        return startAt(0, scratch, options);
    }

    /** The same on a given port, such as that of a killed one. */
    public static Service startAt(int port, Path scratch, String... options) throws IOException, InterruptedException {
        return start(port, List.of(), scratch, options);
    }

    /** Starts one on free ports, with JVM options. */
    public static Service startWith(List<String> javaOptions, Path scratch, String... options)
            throws IOException, InterruptedException {
        return start(0, javaOptions, scratch, options);
    }

    private static Service start(int port, List<String> javaOptions, Path scratch, String... options)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:" + port, "--admin", "127.0.0.1:0"));
        words.addAll(List.of(options));
        Path out = Files.createTempFile(scratch, "serve", ".out");
        Path err = Files.createTempFile(scratch, "serve", ".err");
        List<String> command = new ArrayList<>(Programs.metash(words.toArray(new String[0])));
        if (!javaOptions.isEmpty()) {
            command.removeIf(word -> word.startsWith("-Xmx") || word.equals("-XX:+UseSerialGC"));
            command.addAll(1, javaOptions);
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            Await.until(
                    "the service listens",
                    () -> ready(out).isPresent() || !process.isAlive(),
                    () -> Files.readString(err));
            MatchResult ready = ready(out).orElseThrow(() -> new AssertionError("the service ended: " + read(err)));
            int admin = ready.group(2) == null ? -1 : Integer.parseInt(ready.group(2));
            return new Service(process, out, err, Integer.parseInt(ready.group(1)), admin);
        } catch (AssertionError failed) {
            process.destroyForcibly().waitFor();
            throw failed;
        }
    }

    /** The line with the ports of a listening service. */
    private static Optional<MatchResult> ready(Path out) throws IOException {
        String text = Files.readString(out);
        Matcher line = READY.matcher(text);
        return text.endsWith("\n") && line.find() ? Optional.of(line.toMatchResult()) : Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** The address for clients. */
    public int port() {
        return port;
    }

    /** The address as clients write it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** The port of the admin API, or -1. */
    public int adminPort() {
        return adminPort;
    }

    /** Waits until standard error contains this text. */
    public void awaitErr(String text) throws IOException, InterruptedException {
        Await.until(
                "the service prints '" + text + "'",
                () -> Files.readString(err).contains(text),
                () -> Files.readString(err));
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends SIGTERM and waits for the end. */
    public RunResult terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new RunResult(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** The process. */
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        kill();
    }
}
