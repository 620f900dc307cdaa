package io.metash.bench;

import io.metash.command.CommandLineRunner;
import io.metash.command.Commands;
import io.metash.command.Completion;
import io.metash.command.Context;
import io.metash.command.Io;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How long TAB and get take in a session on a large export file (R18). usage: KeysBench FILE, made by {@link BenchData} */
public final class KeysBench {
    private static final int RUNS = 200;
    private static final String FAMILY = "__fd_table_by_id/";

    private KeysBench() {}

    /** One thing that is measured. */
    @FunctionalInterface
    private interface Work {
        void run(int number);
    }

    private static void measure(String name, Work work) {
        for (int i = 0; i < RUNS; i++) {
            work.run(i);
        }
        long[] us = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            work.run(RUNS + i);
            us[i] = (System.nanoTime() - start) / 1000;
        }
        Arrays.sort(us);
        System.out.printf(
                "  %-40s %7.2f ms median %7.2f ms p99%n", name, us[RUNS / 2] / 1000.0, us[RUNS * 99 / 100] / 1000.0);
    }

    /** Prints the median and the 99th percentile of each. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        try (Context context = new Context(Commands.table(), io, true, false)) {
            CommandLineRunner runner = new CommandLineRunner(context);
            if (runner.run(List.of("connect", arguments[0], "as", "bench")) != 0) {
                throw new IOException("the file cannot be opened");
            }
            Completion completion = new Completion(context);
            Random random = new Random(9);
            measure("TAB before the first segment", i -> completion.complete(List.of("ls"), "__fd"));
            measure(
                    "TAB below a prefix with all the keys",
                    i -> completion.complete(List.of("get"), FAMILY + "0000" + random.nextInt(90)));
            measure("get of a key", i -> runner.run(List.of("get", FAMILY + "0000" + (100_000 + random.nextInt(9)))));
        }
    }
}
