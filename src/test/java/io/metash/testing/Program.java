package io.metash.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program as a separate process, in a directory, with a small environment. */
public final class Program {
    private int patienceSeconds = 120;

    private final Path directory;
    private final Map<String, String> variables = new TreeMap<>();
    private String out = "";
    private String err = "";

    /** The program, started in this directory, which also holds its files. */
    public Program(Path directory) {
        this.directory = directory;
        for (String name : List.of("CONFIG", "STATE", "CACHE")) {
            with(
                    "XDG_" + name + "_HOME",
                    directory
                            .resolve(".xdg-" + name.toLowerCase(java.util.Locale.ROOT))
                            .toString());
        }
        with("HOME", directory.toString()).with("TMPDIR", directory.toString()).with("LC_ALL", "C.UTF-8");
        with("PATH", System.getenv("PATH"));
    }

    /** With an environment variable. */
    public Program with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** With another time limit. */
    public Program waitingFor(int seconds) {
        patienceSeconds = seconds;
        return this;
    }

    /** The words that start it. */
    public static List<String> command(String... arguments) {
        return Programs.metash(arguments);
    }

    /** The words that start it with SIGINT in effect: the tests may run where it is ignored, as behind {@code &}. */
    public static List<String> interruptible(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT"));
        command.addAll(command(arguments));
        return command;
    }

    /** Starts it, its streams as given by the builder. */
    public ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }

    /** Runs it with empty standard input; returns its status. */
    public int run(String... arguments) throws IOException, InterruptedException {
        return fed("", command(arguments));
    }

    /** Runs a system command, such as metash, with this standard input; returns its status. */
    public int fed(String input, List<String> command) throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile("metash-in", null), input);
        try {
            RunResult result = Processes.run(builder(command).redirectInput(in.toFile()), patienceSeconds);
            out = result.out();
            err = result.err();
            return result.status();
        } finally {
            Files.delete(in);
        }
    }

    /** The data on standard output. */
    public String out() {
        return out;
    }

    /** The output on standard error. */
    public String err() {
        return err;
    }
}
