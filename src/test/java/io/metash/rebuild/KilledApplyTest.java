package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.record.Cancel;
import io.metash.testing.Java;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that apply and undo a plan of three nodes are killed with kill -9 at any moment. */
class KilledApplyTest {
    private static final int KILLS = 500;

    @TempDir
    Path scratch;

    private int oldSeen;
    private int newSeen;
    private int mixed;

    private Process start(Path plan) throws IOException {
        List<String> command = Java.command(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.metash.rebuild.ApplyLoop",
                plan.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    private void kill(int times) throws IOException, InterruptedException {
        scratch = scratch.toRealPath();
        String old = Files.readString(Plans.OLD);
        Imports.run(scratch.resolve("n2"), old);
        Files.createDirectory(scratch.resolve("n3"));
        Path plan = Plans.file(scratch);
        Random random = new Random(500);
        for (int i = 0; i < times; i++) {
            Process process = start(plan);
            byte[] ready = process.getInputStream().readNBytes(5);
            assertEquals("ready", new String(ready, java.nio.charset.StandardCharsets.US_ASCII));
            process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
            assertTrue(process.isAlive(), () -> "it ended by itself: " + rest(process));
            process.destroyForcibly().waitFor();
            checkDirectories("kill number " + i, plan, old);
            PlanRun run = Plans.run(plan, Disk.real());
            if (random.nextBoolean()) {
                run.apply(Plans.SILENT, new Cancel());
                for (int id = 1; id <= 3; id++) {
                    assertEquals(Plans.expected(id), Stores.text(scratch.resolve("n" + id)));
                }
            }
            if (random.nextBoolean()) {
                run.rollback();
                allOld(old);
            }
            sweep();
        }
        assertTrue(
                times < KILLS || oldSeen > times / 10 && newSeen > times / 10, oldSeen + " old, " + newSeen + " new");
    }

    private static String rest(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    /** Every directory is exactly old or exactly new, and the plan knows which. */
    private void checkDirectories(String when, Path plan, String old) throws IOException {
        int fresh = 0;
        for (Map.Entry<PlannedNode, NodeState> node :
                Plans.run(plan, Disk.real()).states().entrySet()) {
            int id = (int) node.getKey().id();
            Path dir = scratch.resolve("n" + id);
            if (node.getValue() == NodeState.NEW) {
                assertEquals(Plans.expected(id), Stores.text(dir), when);
                fresh++;
                newSeen++;
                continue;
            }
            assertEquals(NodeState.OLD, node.getValue(), when);
            oldSeen++;
            if (id == 2) {
                assertEquals(old, Stores.text(dir), when);
            } else {
                assertFalse(Files.exists(dir.resolve("df_meta")), when);
                assertEquals(id == 3, Files.isDirectory(dir), when);
            }
        }
        mixed += fresh > 0 && fresh < 3 ? 1 : 0;
    }

    private void allOld(String old) throws IOException {
        assertFalse(Files.exists(scratch.resolve("n1")));
        assertEquals(old, Stores.text(scratch.resolve("n2")));
        assertTrue(DirectoryListing.list(scratch.resolve("n3")).isEmpty());
    }

    /** Deletes undone stores, which would fill the disk in hundreds of rounds; keeps those that a rollback needs. */
    private void sweep() throws IOException {
        List<Path> undone = new ArrayList<>();
        for (Path path : DirectoryListing.list(scratch)) {
            if (path.getFileName().toString().contains(".metash-undone-")) {
                undone.add(path);
            }
        }
        for (Path path : undone) {
            Disk.real().deleteTree(path);
        }
    }

    @Test
    void killedAFewTimes() throws IOException, InterruptedException {
        kill(6);
    }

    @Tag("slow")
    @Test
    void killedFiveHundredTimes() throws IOException, InterruptedException {
        kill(KILLS);
        System.out.println("killed " + KILLS + " times: directories old " + oldSeen + ", new " + newSeen
                + "; some old and some new " + mixed + " times");
    }
}
