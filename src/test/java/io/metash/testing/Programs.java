package io.metash.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** metash as a separate process. */
public final class Programs {
    private static final int LIMIT_SECONDS = 120;

    private Programs() {}

    /** The command line that runs metash with these arguments from the classes under test. */
    public static List<String> metash(String... arguments) {
        List<String> command = Java.command(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                classPath(),
                "io.metash.Main");
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * The program's own libraries, usable from any directory: a logging library of the tests would write into its
     * messages.
     */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs metash to its end, at most two minutes. */
    public static RunResult run(String... arguments) throws IOException, InterruptedException {
        return Processes.run(new ProcessBuilder(metash(arguments)), LIMIT_SECONDS);
    }
}
