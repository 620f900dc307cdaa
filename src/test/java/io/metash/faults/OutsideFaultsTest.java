package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Program;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * System calls of an import that fail or are the last of the process, whatever makes them, on the file systems that are here, with
 * and without an atomic exchange. Whatever is typed next, the directory holds the old or the new store, and the same import
 * completes. All calls: {@code -Dmetash.faults=all}; else some of them.
 */
@Tag("slow")
class OutsideFaultsTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();
    private static final boolean ALL = "all".equals(System.getProperty("metash.faults"));
    private static final int SAMPLED = 4;
    private static final List<String> HOW = List.of("kill", "after", "io", "full");
    private static final List<String> NEXT = List.of(
            "import --raft-dir RAFT --db NEW",
            "rollback --raft-dir RAFT",
            "doctor RAFT",
            "doctor --clean RAFT",
            "init-cluster --db NEW --node 1=127.0.0.1:29101=RAFT");

    @TempDir
    Path scratch;

    private Path library;
    private String oldText;
    private String newText;

    private boolean compiled() throws IOException, InterruptedException {
        library = scratch.resolve("fault.so");
        try {
            return new ProcessBuilder(
                                    "gcc",
                                    "-shared",
                                    "-fPIC",
                                    "-O1",
                                    "-o",
                                    library.toString(),
                                    "src/test/c/fault.c",
                                    "-ldl")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** Folders on different file systems. */
    private List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>(List.of(Files.createDirectory(scratch.resolve("disk"))));
        Path memory = Path.of("/dev/shm");
        if (Files.isWritable(memory)) {
            places.add(Files.createTempDirectory(memory, "metash-faults"));
        }
        return places;
    }

    private static int run(Program program, Path raft, Path input, String line)
            throws IOException, InterruptedException {
        return program.run(line.replace("RAFT", raft.toString())
                .replace("NEW", input.toString())
                .split(" "));
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void leavesTheOldOrTheNewStoreWhateverIsTypedNext() throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not here");
        newText = Files.readString(SAMPLE);
        oldText = newText.replace("\"NodeId\":1", "\"NodeId\":7");
        List<Path> places = places();
        int number = 0;
        try {
            for (Path place : places) {
                for (boolean exchange : new boolean[] {true, false}) {
                    long calls = calls(place, exchange);
                    assertTrue(calls > 30, "calls " + calls);
                    long step = ALL ? 1 : Math.max(1, calls / SAMPLED);
                    for (long at = 1 + number % step; at <= calls; at += step) {
                        String how = HOW.get(number % HOW.size());
                        String next = NEXT.get(number++ % NEXT.size());
                        one(place.resolve("t" + number), exchange, at, how, next);
                    }
                }
            }
        } finally {
            for (Path place : places) {
                remove(place);
            }
        }
    }

    private Program prepared(Path folder, boolean exchange) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Program plain = new Program(folder);
        Path old = Files.writeString(folder.resolve("old.ndjson"), oldText);
        // Twice, so that a rollback leads to a store too.
        assertEquals(0, run(plain, folder.resolve("raft"), old, NEXT.get(0)), plain.err());
        assertEquals(0, run(plain, folder.resolve("raft"), old, NEXT.get(0)), plain.err());
        Program faulty = new Program(folder)
                .with("LD_PRELOAD", library.toString())
                .with("FAULT_BELOW", folder.resolve("raft").toString());
        return exchange ? faulty : faulty.with("FAULT_NO_EXCHANGE", "1");
    }

    private long calls(Path place, boolean exchange) throws IOException, InterruptedException {
        Path folder = place.resolve("count-" + exchange);
        Program program = prepared(folder, exchange)
                .with("FAULT_COUNT", folder.resolve("count").toString());
        assertEquals(0, run(program, folder.resolve("raft"), SAMPLE, NEXT.get(0)), program.err());
        return Long.parseLong(Files.readString(folder.resolve("count")).trim());
    }

    private void one(Path folder, boolean exchange, long at, String how, String next)
            throws IOException, InterruptedException {
        String where =
                folder + ", " + (exchange ? "exchange" : "no exchange") + ", call " + at + " " + how + ", then " + next;
        Path raft = folder.resolve("raft");
        Program faulty =
                prepared(folder, exchange).with("FAULT_AT", Long.toString(at)).with("FAULT_HOW", how);
        int status = run(faulty, raft, SAMPLE, NEXT.get(0));
        boolean killed = how.equals("kill") || how.equals("after");
        assertTrue(killed ? status == 137 : status == 0 || status == 7, where + ": " + status + "\n" + faulty.err());
        Program plain = new Program(folder);
        int then = run(plain, raft, SAMPLE, next);
        assertTrue(List.of(0, 1, 6).contains(then), where + ": " + then + "\n" + plain.err());
        if (!next.startsWith("doctor")) {
            String text = Stores.text(raft);
            boolean known = text.equals(oldText) || text.equals(newText) || next.startsWith("init-cluster");
            assertTrue(known, where + ": neither the old nor the new store");
        }
        Program again = new Program(folder);
        assertEquals(0, run(again, raft, SAMPLE, NEXT.get(0)), where + "\n" + again.err());
        assertEquals(newText, Stores.text(raft), where);
        remove(folder);
    }

    /** Killed between the directories of two nodes. */
    @Test
    void doctorNamesAnInterruptedInitCluster() throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not here");
        scratch = scratch.toRealPath();
        Path one = scratch.resolve("n1");
        Path two = scratch.resolve("n2");
        String line = "init-cluster --db NEW --node 1=127.0.0.1:29101=" + one + " --node 2=127.0.0.1:29102=" + two;
        Path count = scratch.resolve("count");
        Program program = new Program(scratch)
                .with("LD_PRELOAD", library.toString())
                .with("FAULT_BELOW", two + ".metash-new")
                .with("FAULT_COUNT", count.toString());
        assertEquals(0, run(program, one, SAMPLE, line), program.err());
        try (var all = Files.list(scratch)) {
            for (Path path : all.filter(p -> p.getFileName().toString().matches("n[12].*"))
                    .toList()) {
                remove(path);
            }
        }
        long last = Long.parseLong(Files.readString(count).trim());
        program.with("FAULT_AT", Long.toString(last - 1)).with("FAULT_HOW", "kill");
        assertEquals(137, run(program, one, SAMPLE, line), program.err());
        Program plain = new Program(scratch);
        assertEquals(1, run(plain, one, SAMPLE, "doctor RAFT"), plain.err());
        Path journal;
        try (var all = Files.list(scratch)) {
            journal = all.filter(p -> p.getFileName().toString().startsWith("n1.metash-cluster-"))
                    .findFirst()
                    .orElseThrow();
        }
        String plan = journal.getFileName().toString().replaceAll("n1.metash-cluster-|.json", "");
        assertEquals(
                "1. to do: init-cluster " + plan + " was interrupted: node 1 has its new store, node 2 has not\n"
                        + "     all stores are whole; the same init-cluster again, or init-cluster resume PLAN, completes"
                        + " it, and this undoes it\n     type: metash rollback --journal " + journal + "\n",
                plain.out().lines().skip(1).limit(3).map(l -> l + "\n").reduce("", String::concat));
        assertEquals(1, run(plain, two, SAMPLE, "doctor RAFT"), plain.err());
        assertTrue(
                plain.out().startsWith(two + ": not there\n1. to do: init-cluster " + plan + " was interrupted: "),
                plain.out());
        assertEquals(0, run(plain, one, SAMPLE, "rollback --journal " + journal), plain.err());
        assertTrue(Files.notExists(one.resolve("df_meta")));
    }
}
