package io.metash.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** metash as a process of its own. */
public final class Programs {
    private Programs() {}

    /** How a process ended. */
    public record Ended(int status, String out, String err) {}

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

    /** What the program has itself, also from another directory: a logging library of the tests would write into its messages. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs metash to its end, at most two minutes. */
    public static Ended run(Path scratch, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "run", ".out");
        Path err = Files.createTempFile(scratch, "run", ".err");
        Process process = new ProcessBuilder(metash(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("it does not end: " + List.of(arguments));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
