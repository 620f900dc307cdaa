package io.metash.bench;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.KeyCache;
import io.metash.command.completion.Completion;
import io.metash.output.Io;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures TAB and get in a session on a large export file, and in one on a running service with the same data, once
 * the keys are cached (R18, decisions 23). usage: KeysBench FILE, made by {@link BenchData} with at least 300,000
 * records
 */
public final class KeysBench {
    private static final int RUNS = 200;
    private static final long FILLING_LIMIT_MS = 600_000;
    private static final String FAMILY = "__fd_table_by_id/";

    private final CommandContext context;
    private final CommandLineRunner runner;
    private final Completion completion;
    private final Random random = new Random(9);

    private KeysBench(CommandContext context) {
        this.context = context;
        this.runner = new CommandLineRunner(context);
        this.completion = new Completion(context);
    }

    /** A measured operation. */
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

    /** The number of digits, of the twelve of a key. */
    private static String key(int number, int digits) {
        return FAMILY + String.format("%012d", number).substring(0, digits);
    }

    private void run(String... words) throws IOException {
        if (runner.run(List.of(words)) != 0) {
            throw new IOException("this does not work: " + String.join(" ", words));
        }
    }

    private int offered(String command, String typed) {
        return completion.complete(List.of(command), typed).size();
    }

    private void tab() throws IOException {
        if (offered("get", FAMILY) < 200 || offered("get", FAMILY + "0000000001") < 90) {
            throw new IOException("TAB does not know the keys");
        }
        measure("TAB before the first segment", i -> offered("ls", "__fd"));
        measure("TAB below a prefix with all the keys", i -> offered("get", key(random.nextInt(300_000), 9)));
        measure("TAB where nothing begins like that", i -> offered("get", FAMILY + "9" + random.nextInt(90)));
        measure("TAB with as many answers as there may be", i -> offered("get", FAMILY));
    }

    private void get() {
        measure("get of a key", i -> runner.run(List.of("get", key(1 + random.nextInt(300_000), 12))));
        measure("get of a key that is not there", i -> runner.run(List.of("get", FAMILY + random.nextInt(90))));
    }

    /** Waits until the keys of the session are cached; prints the time, and that of TAB until then. */
    private void remembered() throws IOException {
        KeyCache keys = context.state(context.session()).keys();
        long start = System.nanoTime();
        keys.refresh(context.session(), false);
        long worstNs = 0;
        while (keys.filling()) {
            long asked = System.nanoTime();
            offered("get", FAMILY);
            worstNs = Math.max(worstNs, System.nanoTime() - asked);
            if ((System.nanoTime() - start) / 1_000_000 > FILLING_LIMIT_MS) {
                throw new IOException("the keys do not come");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException stop) {
                throw new IOException(stop);
            }
        }
        System.out.printf(
                "  %,d keys are cached after %.1f s; until then TAB took at most %.1f ms%n",
                keys.size(), (System.nanoTime() - start) / 1e9, worstNs / 1e6);
    }

    /** Prints the median and the 99th percentile of each operation. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
            KeysBench bench = new KeysBench(context);
            bench.run("connect", arguments[0], "as", "bench");
            bench.tab();
            bench.get();
        }
        System.out.println("the same with a running service on a copy of it");
        try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
            KeysBench bench = new KeysBench(context);
            bench.run("connect", "embedded", "--from", arguments[0], "as", "live");
            bench.remembered();
            bench.tab();
            bench.get();
        }
    }
}
