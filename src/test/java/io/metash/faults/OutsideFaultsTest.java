package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Processes;
import io.metash.testing.Program;
import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * System calls of an import that fail or are the last of the process, on the available file systems, with and without
 * an atomic exchange. Whatever command follows, the directory holds the old or the new store, and the same import
 * completes. All calls: {@code -Dmetash.faults=all}; by default some of them. Only some file systems:
 * {@code -Dmetash.faults.on=memory,overlay}.
 */
@Tag("slow")
class OutsideFaultsTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();
    private static final boolean ALL = "all".equals(System.getProperty("metash.faults"));
    private static final List<String> ON = List.of(
            System.getProperty("metash.faults.on", "disk,memory,overlay").split(","));
    private static final int SAMPLED = 4;
    private static final List<String> HOW = List.of("kill", "after", "io", "full");
    private static final List<String> NEXT = List.of(
            "import --raft-dir RAFT --db NEW",
            "rollback --raft-dir RAFT",
            "doctor RAFT",
            "doctor --clean RAFT",
            "init-cluster --db NEW --node 1=127.0.0.1:29101=RAFT",
            "init-cluster resume PLAN --ports-in-use");

    /** The command after an apply that a fault ended. */
    private static final List<String> NEXT_OF_A_PLAN = List.of(
            "init-cluster apply PLAN --ports-in-use --yes-i-mean THING",
            "init-cluster rollback PLAN",
            "init-cluster resume PLAN --ports-in-use",
            "doctor RAFT",
            "doctor --clean RAFT");

    /** Done, findings, nothing to do. */
    private static final List<Integer> FINE = List.of(0, 1, 6);

    /**
     * A directory in which commands run.
     *
     * @param commands the directory as commands see it
     * @param files the same directory as this test sees it
     * @param wrapper the words before a command with which it sees the directory
     */
    private record Place(Path commands, Path files, List<String> wrapper) {
        static Place of(Path directory) {
            return new Place(directory, directory, List.of());
        }

        Place below(String name) {
            return new Place(commands.resolve(name), files.resolve(name), wrapper);
        }
    }

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

    /** Directories on different file systems. */
    private List<Place> places() throws IOException, InterruptedException {
        List<Place> places = new ArrayList<>();
        if (ON.contains("disk")) {
            places.add(Place.of(Files.createDirectory(scratch.resolve("disk"))));
        }
        Path memory = Path.of("/dev/shm");
        if (ON.contains("memory") && Files.isWritable(memory)) {
            places.add(Place.of(Files.createTempDirectory(memory, "metash-faults")));
        }
        if (ON.contains("overlay")) {
            overlay().ifPresent(places::add);
        }
        return places;
    }

    /** An overlay, where a user may mount one; each command mounts it separately. */
    private Optional<Place> overlay() throws IOException, InterruptedException {
        for (String part : List.of("lower", "upper", "work", "overlay")) {
            Files.createDirectory(scratch.resolve(part));
        }
        Path merged = scratch.resolve("overlay");
        String mount = "mount -t overlay overlay -o lowerdir=" + scratch.resolve("lower") + ",upperdir="
                + scratch.resolve("upper") + ",workdir=" + scratch.resolve("work") + " " + merged + " && exec \"$@\"";
        List<String> wrapper = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh");
        List<String> probe = new ArrayList<>(wrapper);
        probe.addAll(List.of("touch", merged.resolve("probe").toString()));
        RunResult mounted;
        try {
            mounted = Processes.run(probe);
        } catch (IOException noProgram) {
            mounted = new RunResult(1, "", noProgram.getMessage());
        }
        if (mounted.status() != 0 || !Files.exists(scratch.resolve("upper/probe"))) {
            System.out.println(
                    "outside faults: no overlay here: " + mounted.err().strip());
            return Optional.empty();
        }
        return Optional.of(new Place(merged, scratch.resolve("upper"), wrapper));
    }

    private static int run(Program program, Path raft, Path input, String line)
            throws IOException, InterruptedException {
        return run(program, Place.of(raft.getParent()), raft.getFileName().toString(), input, line);
    }

    private static int run(Program program, Place place, String raft, Path input, String line)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(place.wrapper());
        words.addAll(Program.command(Stream.of(line.split(" "))
                .map(word -> word.replace("RAFT", place.commands().resolve(raft).toString())
                        .replace("PLAN", place.commands().resolve("p.json").toString())
                        .replace("NEW", input.toString())
                        .replace("THING", "1 node"))
                .toArray(String[]::new)));
        return program.fed("", words);
    }

    private static void remove(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void anImportLeavesTheOldOrTheNewStoreWhateverRunsNext() throws IOException, InterruptedException {
        everyFault(NEXT.get(0), NEXT);
    }

    @Test
    void anApplyLeavesTheOldOrTheNewStoreWhateverRunsNext() throws IOException, InterruptedException {
        everyFault(NEXT_OF_A_PLAN.get(0), NEXT_OF_A_PLAN);
    }

    private void everyFault(String command, List<String> nextOnes) throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not installed");
        scratch = scratch.toRealPath();
        String input = Files.readString(SAMPLE);
        oldText = input.replace("\"NodeId\":1", "\"NodeId\":7");
        List<Place> places = places();
        int number = 0;
        try {
            for (Place place : places) {
                for (boolean exchange : new boolean[] {true, false}) {
                    long calls = calls(place.below("count-" + exchange), exchange, command);
                    assertTrue(calls > 30, "calls " + calls);
                    long step = 1;
                    if (!ALL) {
                        step = Math.max(1, calls / SAMPLED);
                    }
                    for (long at = 1 + number % step; at <= calls; at += step) {
                        String how = HOW.get(number % HOW.size());
                        String next = nextOnes.get(number++ % nextOnes.size());
                        one(place.below("t" + number), exchange, at, how, command, next);
                    }
                }
            }
        } finally {
            for (Place place : places) {
                remove(place.files());
            }
        }
    }

    private Program prepared(Place place, boolean exchange) throws IOException, InterruptedException {
        Files.createDirectories(place.files());
        Program plain = new Program(place.files());
        Path old = Files.writeString(place.files().resolve("old.ndjson"), oldText);
        // Twice, so a rollback also restores a store.
        assertEquals(0, run(plain, place, "raft", old, NEXT.get(0)), plain.err());
        assertEquals(0, run(plain, place, "raft", old, NEXT.get(0)), plain.err());
        String plan = "init-cluster plan --db NEW --node 1=127.0.0.1:29101=RAFT --out PLAN";
        assertEquals(0, run(plain, place, "raft", SAMPLE, plan), plain.err());
        Program faulty = new Program(place.files())
                .with("LD_PRELOAD", library.toString())
                .with("FAULT_BELOW", place.commands().resolve("raft").toString());
        if (exchange) {
            return faulty;
        }
        return faulty.with("FAULT_NO_EXCHANGE", "1");
    }

    /** The number of calls of an undisturbed command, which writes the new store. */
    private long calls(Place place, boolean exchange, String command) throws IOException, InterruptedException {
        Path count = place.files().resolve("count");
        Program program = prepared(place, exchange).with("FAULT_COUNT", count.toString());
        assertEquals(0, run(program, place, "raft", SAMPLE, command), program.err());
        newText = Stores.text(place.files().resolve("raft"));
        return Long.parseLong(Files.readString(count).trim());
    }

    private void one(Place place, boolean exchange, long at, String how, String command, String next)
            throws IOException, InterruptedException {
        String where = place.commands() + (exchange ? ", exchange, call " : ", no exchange, call ") + at + " " + how
                + " of " + command + ", then " + next;
        Path raft = place.files().resolve("raft");
        Program faulty =
                prepared(place, exchange).with("FAULT_AT", Long.toString(at)).with("FAULT_HOW", how);
        int status = run(faulty, place, "raft", SAMPLE, command);
        boolean killed = how.equals("kill") || how.equals("after");
        boolean expected = status == 0 || status == 7;
        if (killed) {
            expected = status == 137;
        }
        assertTrue(expected, where + ": " + status + "\n" + faulty.err());
        Program plain = new Program(place.files());
        int then = run(plain, place, "raft", SAMPLE, next);
        assertTrue(FINE.contains(then), where + ": " + then + "\n" + plain.err());
        if (!next.startsWith("doctor")) {
            String text = Stores.text(raft);
            boolean known = text.equals(oldText) || text.equals(newText) || next.startsWith("init-cluster --db");
            assertTrue(known, where + ": neither the old nor the new store");
        }
        Program again = new Program(place.files());
        assertEquals(0, run(again, place, "raft", SAMPLE, command), where + "\n" + again.err());
        assertEquals(newText, Stores.text(raft), where);
        remove(place.files());
    }

    /** Directories of the lower layer cannot be renamed. */
    @Test
    void aStoreInAContainerImageIsReported() throws IOException, InterruptedException {
        scratch = scratch.toRealPath();
        Optional<Place> overlay = overlay();
        assumeTrue(overlay.isPresent(), "no overlay can be mounted here");
        Place place = overlay.get();
        Program program = new Program(scratch);
        assertEquals(0, run(program, scratch.resolve("lower/raft"), SAMPLE, NEXT.get(0)), program.err());
        String before = Stores.text(scratch.resolve("lower/raft"));
        assertEquals(7, run(program, place, "raft", SAMPLE, NEXT.get(0)), program.err());
        assertTrue(
                program.err()
                        .contains("metash: this directory cannot be renamed\n  where  "
                                + place.commands().resolve("raft/df_meta")
                                + "\n  why    it is a mount point, or in the lower layer of an overlay"),
                program.err());
        assertEquals(before, Stores.text(scratch.resolve("lower/raft")));
        assertEquals(0, run(program, place, "raft", SAMPLE, "verify RAFT"), program.err());
    }

    /** NFS reports errors when a file is closed. Nothing was written to a lock. */
    @Test
    void anErrorWhenALockIsClosedIsNoFailure() throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not installed");
        scratch = scratch.toRealPath();
        Path raft = scratch.resolve("raft");
        Path export = scratch.resolve("x.ndjson");
        Path count = scratch.resolve("count");
        Program program = new Program(scratch).with("LD_PRELOAD", library.toString());
        for (String line : List.of(
                NEXT.get(0),
                "rollback --raft-dir RAFT",
                "upgrade --raft-dir RAFT",
                "export --raft-dir RAFT --db " + export)) {
            String lock = ".metash-lock";
            for (String locked : List.of(raft + lock, raft + "/df_meta/V004/log/LOCK", scratch + "/.x.ndjson" + lock)) {
                Program plain = new Program(scratch);
                assertEquals(0, run(plain, raft, SAMPLE, NEXT.get(0)), plain.err());
                program.with("FAULT_BELOW", locked).with("FAULT_AT", "0").with("FAULT_COUNT", count.toString());
                int done = run(program, raft, SAMPLE, line);
                String calls = Files.readString(count).trim();
                assertEquals(0, run(plain, raft, SAMPLE, NEXT.get(0)), plain.err());
                program.with("FAULT_AT", calls).with("FAULT_HOW", "io");
                assertEquals(done, run(program, raft, SAMPLE, line), line + ", " + locked + "\n" + program.err());
            }
        }
    }

    /** Like NFS without its lock service. */
    @Test
    void aFileSystemWithoutLocksIsReported() throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not installed");
        scratch = scratch.toRealPath();
        Path place = Files.createDirectory(scratch.resolve("place"));
        Program plain = new Program(scratch);
        assertEquals(0, run(plain, place.resolve("raft"), SAMPLE, NEXT.get(0)), plain.err());
        List<String> before = tree(place);
        for (String error : List.of("37] No locks available", "95] Operation not supported")) {
            Program program = new Program(scratch)
                    .with("LD_PRELOAD", library.toString())
                    .with("FAULT_BELOW", place.toString())
                    .with("FAULT_NO_LOCKS", error.substring(0, 2));
            String why = "  why    flock: [" + error
                    + "; without one, two commands or a server could change the same files; nothing was changed\n"
                    + "  next   mount it with locks (NFS: with its lock service running, without nolock), or use a"
                    + " local disk\n";
            for (String line : List.of(
                    "import --raft-dir RAFT --db NEW",
                    "init-cluster --db NEW --node 1=127.0.0.1:29101=RAFT",
                    "rollback --raft-dir RAFT",
                    "upgrade --raft-dir RAFT")) {
                assertEquals(7, run(program, place.resolve("raft"), SAMPLE, line), line);
                assertEquals(
                        "metash: this file system has no locks\n  where  " + place.resolve("raft.metash-lock") + "\n"
                                + why,
                        program.err(),
                        line);
            }
            String serve = "serve --dir RAFT --listen 127.0.0.1:0 --admin none";
            assertEquals(7, run(program, place.resolve("service"), SAMPLE, serve), serve);
            assertEquals(
                    "metash: this file system has no locks\n  where  " + place.resolve("service/METASH-SERVICE") + "\n"
                            + why,
                    program.err());
            Files.delete(place.resolve("service"));
            Path export = place.resolve("x.ndjson");
            assertEquals(0, run(program, place.resolve("raft"), SAMPLE, "export --raft-dir RAFT --db " + export));
            assertEquals(0, run(program, place.resolve("raft"), SAMPLE, "export --raft-dir RAFT --db " + export));
            Files.delete(export);
            Files.delete(place.resolve("x.ndjson.manifest"));
            assertEquals(before, tree(place));
        }
    }

    private static List<String> tree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    /** Killed between the directories of two nodes. */
    @Test
    void doctorReportsAnInterruptedInitCluster() throws IOException, InterruptedException {
        assumeTrue(compiled(), "gcc is not installed");
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
                        + "     all stores are complete; the same init-cluster again, or init-cluster resume PLAN,"
                        + " completes it, and this undoes it\n     type: metash rollback --journal " + journal + "\n",
                plain.out().lines().skip(1).limit(3).map(l -> l + "\n").reduce("", String::concat));
        assertEquals(1, run(plain, two, SAMPLE, "doctor RAFT"), plain.err());
        assertTrue(
                plain.out().startsWith(two + ": not there\n1. to do: init-cluster " + plan + " was interrupted: "),
                plain.out());
        assertEquals(0, run(plain, one, SAMPLE, "rollback --journal " + journal), plain.err());
        assertTrue(Files.notExists(one.resolve("df_meta")));
    }
}
