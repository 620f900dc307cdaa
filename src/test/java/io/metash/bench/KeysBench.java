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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures TAB and get in a session on a large export file, and in one on a running service with the same data, once
 * the keys are cached (R18, decisions 23), as multiples of a read of 64 KB at a random position of the file. usage:
 * KeysBench FILE FIGURES; FILE is made by {@link BenchData} with at least 300,000 records, the multiples are appended
 * to FIGURES
 */
public final class KeysBench {
    private static final int RUNS = 200;
    private static final long FILLING_LIMIT_MS = 600_000;
    private static final String FAMILY = "__fd_table_by_id/";

    private final CommandContext context;
    private final CommandLineRunner runner;
    private final Completion completion;
    private final Random random = new Random(9);
    private final String place;
    private final Figures figures;

    private KeysBench(CommandContext context, String place, Figures figures) {
        this.context = context;
        this.place = place;
        this.figures = figures;
        this.runner = new CommandLineRunner(context);
        this.completion = new Completion(context);
    }

    /** A measured operation. */
    @FunctionalInterface
    private interface Work {
        void run(int number);
    }

    private void measure(String name, Work work) {
        long[] us = micros(work);
        figures.add(place + ": " + name, us[RUNS / 2], us[RUNS * 99 / 100]);
    }

    /** The times of some runs, in order. */
    private static long[] micros(Work work) {
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
        return us;
    }

    /** Prints figures and adds them to the file that the next run is compared with. */
    private static final class Figures {
        private final Path file;
        private final long readUs;

        private Figures(Path file, Path text) throws IOException {
            this.file = file;
            Random random = new Random(9);
            ByteBuffer block = ByteBuffer.allocate(64 << 10);
            try (FileChannel channel = FileChannel.open(text)) {
                long size = channel.size();
                long[] us = micros(i -> {
                    try {
                        channel.read(block.clear(), (long) (random.nextDouble() * size));
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                });
                // A read from memory may take less than the clock shows.
                this.readUs = Math.max(1, us[RUNS / 2]);
                add("a read of 64 KB", us[RUNS / 2], us[RUNS * 99 / 100]);
            }
        }

        private void add(String name, long medianUs, long p99Us) {
            double multiple = (double) medianUs / readUs;
            System.out.printf(
                    "  %-56s %7.2f ms median %7.2f ms p99   %.2fx of a read%n",
                    name, medianUs / 1000.0, p99Us / 1000.0, multiple);
            keep(name, multiple);
        }

        private void keep(String name, double multiple) {
            try {
                Files.writeString(file, String.format("%s\t%.4f%n", name, multiple), StandardOpenOption.APPEND);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    /** Microseconds that a read of the whole file takes. */
    private static long readAll(Path text) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(text)) {
            while (channel.read(block.clear()) >= 0) {
                // The bytes are not needed.
            }
        }
        return (System.nanoTime() - start) / 1000;
    }

    /** The first digits of a key, which has twelve. */
    private static String key(int number, int digits) {
        return FAMILY + String.format("%012d", number).substring(0, digits);
    }

    private void run(String... words) throws IOException {
        if (runner.run(List.of(words)) != 0) {
            throw new IOException("command failed: " + String.join(" ", words));
        }
    }

    private int offered(String command, String typed) {
        return completion.complete(List.of(command), typed).size();
    }

    private void tab() throws IOException {
        if (offered("get", FAMILY) < 200 || offered("get", FAMILY + "0000000001") < 90) {
            throw new IOException("TAB does not offer the keys");
        }
        measure("TAB before the first segment", i -> offered("ls", "__fd"));
        measure("TAB below a prefix with all the keys", i -> offered("get", key(random.nextInt(300_000), 9)));
        measure("TAB with a prefix of no key", i -> offered("get", FAMILY + "9" + random.nextInt(90)));
        measure("TAB with the largest number of candidates", i -> offered("get", FAMILY));
    }

    private void get() {
        measure("get of a key", i -> runner.run(List.of("get", key(1 + random.nextInt(300_000), 12))));
        measure("get of a missing key", i -> runner.run(List.of("get", FAMILY + random.nextInt(90))));
    }

    /** Waits until the keys of the session are cached; prints the time, and that of TAB until then. */
    private void awaitCache(Path text) throws IOException {
        KeyCache keys = context.state(context.session()).keys();
        long start = System.nanoTime();
        keys.refresh(context.session(), false);
        long worstNs = 0;
        while (keys.filling()) {
            long asked = System.nanoTime();
            offered("get", FAMILY);
            worstNs = Math.max(worstNs, System.nanoTime() - asked);
            if ((System.nanoTime() - start) / 1_000_000 > FILLING_LIMIT_MS) {
                throw new IOException("the keys are not cached in time");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException stop) {
                throw new IOException(stop);
            }
        }
        long tookUs = (System.nanoTime() - start) / 1000;
        double multiple = (double) tookUs / readAll(text);
        System.out.printf(
                "  %,d keys are cached after %.1f s, %.1fx of a read of the file; until then TAB took at most %.1f ms%n",
                keys.size(), tookUs / 1e6, multiple, worstNs / 1e6);
        figures.keep("keys cached", multiple);
    }

    /** Prints the median and the 99th percentile of each operation. */
    public static void main(String[] arguments) throws IOException {
        Path text = Path.of(arguments[0]);
        Figures figures = new Figures(Path.of(arguments[1]), text);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
            KeysBench bench = new KeysBench(context, "file", figures);
            bench.run("connect", arguments[0], "as", "bench");
            bench.tab();
            bench.get();
        }
        try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
            KeysBench bench = new KeysBench(context, "service", figures);
            bench.run("connect", "embedded", "--from", arguments[0], "as", "live");
            bench.awaitCache(text);
            bench.tab();
            bench.get();
        }
    }
}
