package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.CommandRun;
import io.metash.files.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two commands on the same directory at the same time: one succeeds, the other is refused or finds nothing to do, and
 * the store is complete. Rounds per pair: {@code -Dmetash.pairs=200}. In the first round both start together; in the
 * others one starts up to {@code -Dmetash.pairs.delay} milliseconds after the other, by {@code -Dmetash.pairs.seed}.
 */
@Tag("slow")
class PairsAtOnceTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();
    private static final int ROUNDS = Integer.getInteger("metash.pairs", 2);
    private static final int DELAY_MS = Integer.getInteger("metash.pairs.delay", 60);
    private static final long SEED = Long.getLong("metash.pairs.seed", 19);

    /** Done, nothing to do, refused: never damage, an I/O error or a bug in metash. */
    private static final Set<Integer> FINE = Set.of(0, 1, 2, 6);

    private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("import", "import --raft-dir DIR/raft --db SAMPLE");
        COMMANDS.put(
                "init-cluster",
                "init-cluster --db SAMPLE --node 1=127.0.0.1:29101=DIR/raft --node 2=127.0.0.1:29102=DIR/two");
        COMMANDS.put("apply", "init-cluster apply DIR/plan.json --ports-in-use --yes-i-mean '2 nodes'");
        COMMANDS.put("resume", "init-cluster resume DIR/plan.json --ports-in-use");
        COMMANDS.put("rollback", "rollback --raft-dir DIR/raft");
        COMMANDS.put("doctor --clean", "doctor --clean DIR/raft");
        COMMANDS.put("backup", "backup --raft-dir DIR/raft --cluster c --to DIR/shelf");
        COMMANDS.put("prune", "backups prune DIR/shelf --keep-daily 1 --yes-i-mean shelf");
        COMMANDS.put("upgrade", "upgrade --raft-dir DIR/raft");
    }

    private Path scratch;
    private int number;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** In memory where possible, because syncing files takes most of the time. */
    @BeforeEach
    void makeDirectory() throws IOException {
        Path memory = Path.of("/dev/shm");
        scratch = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "metash-pairs")
                : Files.createTempDirectory("metash-pairs");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        Disk.real().deleteTree(scratch);
        threads.shutdown();
    }

    private Path prepared(int number) throws IOException {
        Path dir = Files.createDirectory(scratch.resolve("d" + number));
        Files.createDirectory(dir.resolve("shelf"));
        CommandRun run = new CommandRun().onRealPlaces();
        for (String command : List.of(
                "import --raft-dir DIR/raft --db SAMPLE",
                "import --raft-dir DIR/raft --db SAMPLE",
                "backup --raft-dir DIR/raft --cluster c --to DIR/shelf",
                "init-cluster plan --db SAMPLE --node 1=127.0.0.1:29101=DIR/raft --node 2=127.0.0.1:29102=DIR/two --out"
                        + " DIR/plan.json")) {
            assertEquals(0, run.status(in(dir, command)), run.err());
        }
        return dir;
    }

    private static String in(Path dir, String command) {
        return command.replace("DIR", dir.toString()).replace("SAMPLE", SAMPLE.toString());
    }

    private CompletableFuture<String> start(String line, CyclicBarrier both, int delay) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CommandRun run = new CommandRun().onRealPlaces();
                    try {
                        both.await();
                        Thread.sleep(delay);
                    } catch (Exception interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    int status = run.status(line);
                    return FINE.contains(status) ? "" : line + ": status " + status + "\n" + run.err();
                },
                threads);
    }

    private static String left(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(".metash-new-") || name.endsWith(".metash-lock"))
                    .sorted()
                    .reduce("", (a, b) -> a + "left: " + b + "\n");
        }
    }

    private static String whole(Path store) {
        if (!Files.exists(store.resolve("df_meta"))) {
            return "";
        }
        CommandRun run = new CommandRun().onRealPlaces();
        int status = run.status("verify " + store);
        return status == 0 ? "" : store + " is not whole: " + run.out() + run.err();
    }

    @Test
    void oneSucceedsAndTheOtherIsRefusedOrFindsItDone() throws IOException, InterruptedException, ExecutionException {
        List<String> names = new ArrayList<>(COMMANDS.keySet());
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            for (String a : names) {
                for (String b : names.subList(names.indexOf(a), names.size())) {
                    int delay = 0;
                    if (round > 0) {
                        delay = random.nextInt(-DELAY_MS, DELAY_MS + 1);
                    }
                    atOnce(a, b, delay);
                }
            }
        }
    }

    private void atOnce(String a, String b, int delay) throws IOException, InterruptedException, ExecutionException {
        Path dir = prepared(number++);
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<String> one = start(in(dir, COMMANDS.get(a)), both, Math.max(0, -delay));
        CompletableFuture<String> other = start(in(dir, COMMANDS.get(b)), both, Math.max(0, delay));
        String wrong = one.get() + other.get() + whole(dir.resolve("raft")) + whole(dir.resolve("two")) + left(dir);
        assertEquals("", wrong, a + " and " + b + ", delay " + delay);
        Disk.real().deleteTree(dir);
    }
}
