package io.metash.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.List;

/** Measures the time from the last output of a process to its end: median and 95th percentile of several runs. */
public final class EndBench {
    private EndBench() {}

    /** Runs a command: {@code EndBench RUNS WORD...}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = List.of(arguments).subList(1, arguments.length);
        long[] micros = new long[Integer.parseInt(arguments[0])];
        afterOutput(command);
        for (int i = 0; i < micros.length; i++) {
            micros[i] = afterOutput(command);
        }
        Arrays.sort(micros);
        int last = micros.length - 1;
        System.out.printf("%7.1f ms median %7.1f ms p95%n", micros[last / 2] / 1e3, micros[last * 95 / 100] / 1e3);
    }

    private static long afterOutput(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD)
                .start();
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
}
