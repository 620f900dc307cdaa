package io.metash.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the time from the last output of a process, or from SIGTERM, to its end: median and 95th percentile of several
 * runs, in microseconds.
 */
public final class EndBench {
    private static final String SIGNAL = "--signal";
    /** After its first line a service prints some notes and starts to wait. */
    private static final long SETTLES_MS = 200;

    private EndBench() {}

    /** Runs a command: {@code EndBench RUNS [--signal] WORD...}; with {@code --signal}, it must print a line and wait. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean signal = arguments[1].equals(SIGNAL);
        int first = 1;
        if (signal) {
            first = 2;
        }
        List<String> command = List.of(arguments).subList(first, arguments.length);
        long[] micros = new long[Integer.parseInt(arguments[0])];
        measure(command, signal);
        for (int i = 0; i < micros.length; i++) {
            micros[i] = measure(command, signal);
        }
        Arrays.sort(micros);
        int last = micros.length - 1;
        System.out.println(micros[last / 2] + " " + micros[last * 95 / 100]);
    }

    private static long measure(List<String> command, boolean signal) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD)
                .start();
        if (signal) {
            return afterSignal(process);
        }
        return afterOutput(process);
    }

    private static long afterOutput(Process process) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        long last = System.nanoTime();
        try (InputStream out = process.getInputStream()) {
            while (out.read(buffer) > 0) {
                last = System.nanoTime();
            }
        }
        process.waitFor();
        return (System.nanoTime() - last) / 1000;
    }

    private static long afterSignal(Process process) throws IOException, InterruptedException {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (out.readLine() == null) {
                throw new IOException("the command ended before the signal");
            }
            Thread.sleep(SETTLES_MS);
            long sent = System.nanoTime();
            process.destroy();
            process.waitFor();
            return (System.nanoTime() - sent) / 1000;
        }
    }
}
